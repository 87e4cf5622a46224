/** Hands a text to the browser as a file. */
export function downloadText(fileName: string, text: string, type: string): void {
  // The mark at the start tells spreadsheets that the text is UTF-8.
  downloadBlob(new Blob(['\uFEFF', text], { type: `${type};charset=utf-8` }), fileName)
}

/** Hands a blob to the browser as a file. */
export function downloadBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
