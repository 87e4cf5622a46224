import '~/ui/tokens.css'
import '~/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, preloadPage } from '~/app/App'
import { Boot } from '~/app/boot/Boot'
import { loadConfig } from '~/app/boot/load-config'
import { reloadOnLostChunk } from '~/app/faults/reload-page'
import { createDecoder } from '~/data/decode/decode-client'
import { startDecodeWorker } from '~/data/decode/decode-worker'

reloadOnLostChunk()
preloadPage(location.pathname)
const firstConfig = loadConfig()
const decoder = createDecoder({ start: startDecodeWorker })

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <Boot first={firstConfig}>{(config) => <App config={config} decoder={decoder} />}</Boot>
  </StrictMode>,
)
