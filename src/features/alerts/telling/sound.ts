let context: AudioContext | undefined

/** Browsers let a page sound only after a hand was on it: to be called on a click. */
export function allowSound(): void {
  try {
    context ??= new AudioContext()
    void context.resume()
  } catch {
    // A browser without sound stays silent.
  }
}

/** Two short tones, without a file. */
export async function beep(): Promise<void> {
  try {
    context ??= new AudioContext()
    if (context.state !== 'running') await context.resume()
    for (const [at, frequency] of [
      [0, 880],
      [0.18, 660],
    ] as const) {
      tone(context, context.currentTime + at, frequency)
    }
  } catch {
    // Refused until a hand was on the page; the badge and the notification say it all the same.
  }
}

function tone(audio: AudioContext, startSeconds: number, frequency: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.frequency.value = frequency
  // Without a ramp each end is a click.
  gain.gain.setValueAtTime(0, startSeconds)
  gain.gain.linearRampToValueAtTime(0.2, startSeconds + 0.02)
  gain.gain.linearRampToValueAtTime(0, startSeconds + 0.15)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(startSeconds)
  oscillator.stop(startSeconds + 0.16)
}
