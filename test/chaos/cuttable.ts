import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP line to `port` on loopback that can be cut: then it drops what is under way, and whatever is begun. */
export class Cuttable {
  readonly #port: number
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((near) => this.#join(near))
  #cut = false

  constructor(port: number) {
    this.#port = port
  }

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return (this.#server.address() as { port: number }).port
  }

  get isCut(): boolean {
    return this.#cut
  }

  cut(): void {
    this.#cut = true
    for (const socket of this.#sockets) socket.destroy()
  }

  mend(): void {
    this.#cut = false
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #join(near: Socket): void {
    if (this.#cut) {
      near.destroy()
      return
    }
    const far = connect(this.#port, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  }
}
