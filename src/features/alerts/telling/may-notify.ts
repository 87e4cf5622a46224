/** Whether the browser lets this page show notifications. */
export function mayNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}
