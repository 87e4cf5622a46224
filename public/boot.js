// Before everything else: the files asked first (see src/lib/early-fetch.ts), and the theme (see src/app/theme/use-theme.ts), whose
// storage answers slowly.
;(() => {
  const early = new Map()
  const ask = (path) => {
    const sentMs = Date.now()
    const answer = fetch(new URL(path, document.currentScript?.src ?? location.origin), {
      cache: 'no-cache',
      credentials: 'same-origin',
    })
    answer.catch(() => undefined)
    early.set(path, { sentMs, answer })
  }
  ask('config.json')
  const id = /^\/(?:d|embed|d-solo)\/([a-z0-9][a-z0-9-]{0,79})(?:\/|$)/.exec(location.pathname)?.[1]
  if (id !== undefined) ask(`dashboards/${id}.json`)
  globalThis.lookoutEarly = early
})()

;(() => {
  const isTheme = (text) => text === 'light' || text === 'dark'
  let theme = new URLSearchParams(location.search).get('theme')
  // A wall starts dark, whatever its television prefers.
  if (!isTheme(theme) && location.pathname.startsWith('/tv/')) theme = 'dark'
  if (!isTheme(theme)) {
    try {
      theme = localStorage.getItem('lookout.theme')
    } catch {}
  }
  if (!isTheme(theme)) theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = theme
  // The canvas is of this colour before any stylesheet is there: nothing flashes.
  document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', theme)
})()
