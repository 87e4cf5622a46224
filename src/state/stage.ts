import { createContext } from 'react'

/** Whether this page is the one on the screen. A wall draws the next page before it is shown. */
export const StageContext = createContext(true)
