import { createFileFollower, type FileFollower, type FollowOptions, type FollowResult } from './follow-file'

/** Several files that are followed as one source; each is a stream of its own, and may be rotated. */
export interface FilesFollower {
  /** One file at a time, in the order of `files`; what one cannot read does not keep the others from being read. */
  poll(signal: AbortSignal, heard: (stream: string, result: FollowResult) => void): Promise<void>
  older(bytesPerFile: number, signal: AbortSignal, heard: (stream: string, result: FollowResult) => void): Promise<void>
  readonly files: readonly { readonly stream: string; readonly follower: FileFollower }[]
}

export function createFilesFollower(files: readonly FollowOptions[]): FilesFollower {
  const followed = files.map((options) => ({ stream: options.stream, follower: createFileFollower(options) }))
  return {
    files: followed,
    async poll(signal, heard) {
      for (const { stream, follower } of followed) {
        if (signal.aborted) return
        heard(stream, await follower.poll(signal))
      }
    },
    async older(bytesPerFile, signal, heard) {
      for (const { stream, follower } of followed) {
        if (signal.aborted) return
        if (follower.unreadBytes > 0) heard(stream, await follower.older(bytesPerFile, signal))
      }
    },
  }
}
