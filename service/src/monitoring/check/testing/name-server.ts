import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

const TYPES = { A: 1, NS: 2, CNAME: 5, MX: 15, TXT: 16, AAAA: 28, CAA: 257 } as const
type Type = keyof typeof TYPES

/** The records of each name by type, their data as bytes (RFC 1035); see the functions below. */
type Zone = Record<string, Partial<Record<Type, Buffer[]>>>

const name = (text: string) => Buffer.concat([...text.split('.').map(counted), Buffer.from([0])])
const counted = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])

export const records = {
  address: (text: string) => Buffer.from(text.split('.').map(Number)),
  address6: (text: string) => Buffer.from(text.replaceAll(':', ''), 'hex'),
  name,
  mx: (preference: number, exchange: string) => Buffer.concat([Buffer.from([0, preference]), name(exchange)]),
  txt: (...parts: string[]) => Buffer.concat(parts.map(counted)),
  caa: (flags: number, tag: string, value: string) =>
    Buffer.concat([Buffer.from([flags]), counted(tag), Buffer.from(value)]),
}

/** A real name server on a free UDP port of 127.0.0.1; `answer` may be given to misbehave: null is silence. */
export async function nameServer(
  zone: Zone,
  answer: (query: Buffer) => Buffer | null = (q) => answerTo(q, zone),
) {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const reply = answer(query)
    if (reply !== null) socket.send(reply, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo
  return { resolver: `127.0.0.1:${port}`, close: async () => void socket.close() }
}

function answerTo(query: Buffer, zone: Zone): Buffer {
  const { asked, type, end } = questionOf(query)
  const known = zone[asked]
  const data = known?.[type] ?? []
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2)
  header.writeUInt16BE(data.length, 6)
  header.writeUInt32BE(0, 8)
  const rows = data.map((bytes) => {
    const row = Buffer.alloc(12)
    row.writeUInt16BE(0xc00c, 0)
    row.writeUInt16BE(TYPES[type], 2)
    row.writeUInt16BE(1, 4)
    row.writeUInt16BE(bytes.length, 10)
    return Buffer.concat([row, bytes])
  })
  return Buffer.concat([header, query.subarray(12, end), ...rows])
}

function questionOf(query: Buffer): { asked: string; type: Type; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at]!; length !== 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += 1 + length
  }
  const number = query.readUInt16BE(at + 1)
  const type = (Object.keys(TYPES) as Type[]).find((one) => TYPES[one] === number) ?? 'A'
  return { asked: labels.join('.'), type, end: at + 5 }
}
