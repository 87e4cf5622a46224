import { createContext, useContext } from 'react'
import type { AppServices } from './services'

export const AppServicesContext = createContext<AppServices | null>(null)

/** The services with what only the app itself may turn: the ticker and the cache. */
export function useAppServices(): AppServices {
  const services = useContext(AppServicesContext)
  if (services === null) throw new Error('useAppServices needs an AppServicesContext around it')
  return services
}
