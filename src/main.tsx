import '~/ui/tokens.css'
import '~/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '~/app/App'
import { Boot } from '~/app/boot/Boot'
import { loadConfig } from '~/app/boot/load-config'
import { prepareServices } from '~/app/boot/prepare'
import { reloadOnLostChunk } from '~/app/faults/reload-page'
import { createDecoder } from '~/data/decode/decode-client'
import { startDecodeWorker } from '~/data/decode/decode-worker'
import { createServerClock } from '~/data/server-clock'

reloadOnLostChunk()
const clock = createServerClock({ now: Date.now })
const firstConfig = loadConfig(clock)
const decoder = createDecoder({ start: startDecodeWorker })

const servicesOf = prepareServices(firstConfig, clock, decoder)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <Boot clock={clock} first={firstConfig}>
      {(config) => <App services={servicesOf(config)} />}
    </Boot>
  </StrictMode>,
)
