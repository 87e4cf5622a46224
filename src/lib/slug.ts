import { hashOf } from '~/lib/hash'

const MAX_LENGTH = 80

/** Address part of a title: `[a-z0-9-]{1,80}`. A title without such letters gets a short hash, so it stays addressable. */
export function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '')
  return slug === '' ? `x-${hashOf(title).toString(36)}` : slug
}
