import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** What any file server does, and no more: a file, or the index of a folder. */
export async function fileServer(folder: string) {
  const server = createServer(async (request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url!, 'http://x').pathname))
    const file = (await stat(path).catch(() => null))?.isDirectory() ? join(path, 'index.html') : path
    const body = await readFile(file).catch(() => null)
    response.writeHead(body === null ? 404 : 200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
