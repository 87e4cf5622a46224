/** What a key asks of a wall. */
export type WallCommand = 'next' | 'previous' | 'pause' | 'leave'

/** Keys of keyboards and remote controls by their names in the UI Events specification; televisions differ in which they send. */
const COMMANDS: ReadonlyMap<string, WallCommand> = new Map([
  ...(['ArrowRight', 'ArrowDown', 'PageDown', 'ChannelUp', 'MediaTrackNext', 'MediaFastForward'] as const).map(
    (key) => [key, 'next'] as const,
  ),
  ...(['ArrowLeft', 'ArrowUp', 'PageUp', 'ChannelDown', 'MediaTrackPrevious', 'MediaRewind'] as const).map(
    (key) => [key, 'previous'] as const,
  ),
  ...([' ', 'MediaPlayPause', 'MediaPause', 'MediaPlay', 'Pause'] as const).map((key) => [key, 'pause'] as const),
  ...(['Escape', 'BrowserBack', 'GoBack', 'Exit', 'MediaStop'] as const).map((key) => [key, 'leave'] as const),
])

/** The command of a key; null for any other, and for one that is held with a modifier. */
export function commandOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): WallCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  return COMMANDS.get(event.key) ?? null
}
