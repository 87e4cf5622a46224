/**
 * Resolves with the element that the page is drawn into, once it and the stylesheets are there. The entry runs as soon as it has
 * been fetched, often before either, so that its questions do not wait for them. Throws for an index.html without the element.
 */
export async function whenDrawable(): Promise<Element> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
  }
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')]
  await Promise.all(links.filter(({ sheet }) => sheet === null).map(whenSettled))
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no element with the id "root".')
  return root
}

/** A stylesheet that cannot be had is no reason to show nothing. */
function whenSettled(link: HTMLLinkElement): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['load', 'error']) link.addEventListener(event, () => resolve(), { once: true })
  })
}
