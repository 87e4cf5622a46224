// Before the first paint: the theme of the link, else the one used last, else the system's. See src/app/theme/use-theme.ts.
;(() => {
  let theme = new URLSearchParams(location.search).get('theme')
  if (theme !== 'light' && theme !== 'dark') {
    try {
      theme = localStorage.getItem('lookout.theme')
    } catch {
      theme = null
    }
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  document.documentElement.dataset.theme = theme
})()
