import { createServer, type Socket } from 'node:net'

export interface Mail {
  readonly from: string
  readonly to: readonly string[]
  /** User name and password by which the sender was let in. */
  readonly login: string
  /** Names in small letters, values decoded. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly html: string
}

export interface SmtpSink {
  /** `host:port` on 127.0.0.1. */
  readonly address: string
  readonly mails: readonly Mail[]
  close(): Promise<void>
}

/** A mail server on a free port of 127.0.0.1 that wants a login, takes every message and passes none on. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: Mail[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A sender that was killed in the middle is no matter of the test.
    socket.on('error', () => socket.destroy())
    talk(socket, (mail) => mails.push(mail))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    address: `127.0.0.1:${port}`,
    mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function talk(socket: Socket, take: (mail: Mail) => void): void {
  let input = ''
  let envelope = { from: '', to: [] as string[] }
  let login = ''
  let inData = false
  const say = (line: string) => socket.write(`${line}\r\n`)

  const obey = (line: string) => {
    const [verb = '', ...rest] = line.split(' ')
    switch (verb.toUpperCase()) {
      case 'EHLO':
        say('250-sink')
        return say('250 AUTH PLAIN')
      case 'AUTH':
        login = Buffer.from(rest[1] ?? '', 'base64')
          .toString()
          .split('\0')
          .slice(1)
          .join(':')
        return say('235 welcome')
      case 'MAIL':
        envelope = { from: addressIn(line), to: [] }
        return say(login === '' ? '530 login first' : '250 ok')
      case 'RCPT':
        envelope.to.push(addressIn(line))
        return say('250 ok')
      case 'DATA':
        inData = true
        return say('354 go on')
      case 'QUIT':
        say('221 bye')
        return socket.end()
      default:
        return say('250 ok')
    }
  }

  say('220 sink')
  socket.on('data', (bytes) => {
    input += bytes.toString('latin1')
    for (;;) {
      const end = input.indexOf(inData ? '\r\n.\r\n' : '\r\n')
      if (end < 0) return
      const taken = input.slice(0, end)
      input = input.slice(end + (inData ? 5 : 2))
      if (!inData) {
        obey(taken)
        continue
      }
      inData = false
      take({ ...envelope, login, ...decodeMessage(taken.replace(/^\.\./gm, '.')) })
      say('250 taken')
    }
  })
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ''
}

function decodeMessage(message: string): Pick<Mail, 'headers' | 'text' | 'html'> {
  const { headers, body } = splitPart(message)
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1] ?? ''
  const parts = body.split(`--${boundary}`).map((part) => splitPart(part.replace(/^\r\n/, '')))
  const partOf = (type: string) =>
    decodeQuoted(parts.find((part) => part.headers['content-type']?.startsWith(type))?.body ?? '')
  return { headers, text: partOf('text/plain'), html: partOf('text/html') }
}

function splitPart(part: string): { headers: Record<string, string>; body: string } {
  const end = part.indexOf('\r\n\r\n')
  const lines = part.slice(0, end).replace(/\r\n[ \t]+/g, ' ')
  const headers: Record<string, string> = {}
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = decodeWords(line.slice(colon + 1).trim())
  }
  return { headers, body: part.slice(end + 4) }
}

/** `=?utf-8?q?...?=`, as headers carry what is not plain ASCII. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, text: string) => decodeQuoted(text.replaceAll('_', ' ')))
}

/** Quoted-printable. */
function decodeQuoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  // A mail's lines end in CRLF.
  return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n', '\n')
}
