import { Anchor, Button, FileButton } from '@mantine/core'
import { useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { ask, type File as Kept } from '../api.ts'

export type Files = {
  kept: Kept[]
  busy: boolean
  error: string | null
  add(files: File[]): void
  drop(id: string): void
  clear(): void
}

/** Files that are uploaded as they are chosen, and wait for what they belong to. */
export function useFiles(): Files {
  const [kept, setKept] = useState<Kept[]>([])
  const [waiting, setWaiting] = useState(0)
  const [error, setError] = useState<string | null>(null)
  const send = async (file: File) => {
    setWaiting((n) => n + 1)
    const form = new FormData()
    form.set('file', file)
    try {
      const made = await ask<Kept>('POST', '/attachments', form)
      setKept((before) => [...before, made])
    } catch (problem) {
      setError(`${file.name}: ${problemOf(problem).message}`)
    } finally {
      setWaiting((n) => n - 1)
    }
  }
  return {
    kept,
    busy: waiting > 0,
    error,
    add(files) {
      setError(null)
      for (const file of files) void send(file)
    },
    drop: (id) => setKept((before) => before.filter((one) => one.id !== id)),
    clear: () => setKept([]),
  }
}

const KILO = 1024
const sizeText = (bytes: number) =>
  bytes < KILO * KILO
    ? `${Math.max(1, Math.round(bytes / KILO))} kB`
    : `${Math.round(bytes / KILO / KILO)} MB`

export function FilesField({ files }: { files: Files }) {
  return (
    <div>
      {files.kept.length === 0 ? null : (
        <ul className="plain-list files">
          {files.kept.map(({ id, name, size }) => (
            <li key={id}>
              {name} <span className="soft">{sizeText(size)}</span>{' '}
              <Anchor component="button" type="button" size="sm" onClick={() => files.drop(id)}>
                Leave out {name}
              </Anchor>
            </li>
          ))}
        </ul>
      )}
      {files.error === null ? null : (
        <p className="alarm" role="alert">
          {files.error}
        </p>
      )}
      <FileButton multiple onChange={(chosen) => files.add(chosen)}>
        {(props) => (
          <Button variant="default" size="sm" loading={files.busy} {...props}>
            Attach a file
          </Button>
        )}
      </FileButton>
    </div>
  )
}

export function FileLinks({ ticketId, files }: { ticketId: string; files: Kept[] }) {
  if (files.length === 0) return null
  return (
    <ul className="plain-list files">
      {files.map(({ id, name, size }) => (
        <li key={id}>
          <a href={`/portal/api/tickets/${ticketId}/attachments/${id}`}>{name}</a>{' '}
          <span className="soft">{sizeText(size)}</span>
        </li>
      ))}
    </ul>
  )
}
