import { Button, Progress } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Attachment } from '../../../api/desk.ts'
import { ProblemNote } from '../../parts/told.tsx'
import { spellSize, upload } from '../upload.ts'

type Running = { key: number; name: string; part: number; error?: unknown }

/** Files on their way to the service, and what became of those that did not get there. */
export function useUploads(onDone: (attachment: Attachment) => void) {
  const [all, setAll] = useState<Running[]>([])
  const next = useRef(0)
  const set = (key: number, more: Partial<Running>) =>
    setAll((was) => was.map((one) => (one.key === key ? { ...one, ...more } : one)))
  const add = (files: File[]) => {
    for (const file of files) {
      const key = next.current++
      setAll((was) => [...was, { key, name: file.name, part: 0 }])
      upload(file, (part) => set(key, { part })).then(
        (attachment) => {
          setAll((was) => was.filter((one) => one.key !== key))
          onDone(attachment)
        },
        (error) => set(key, { error }),
      )
    }
  }
  const dismiss = (key: number) => setAll((was) => was.filter((one) => one.key !== key))
  return {
    add,
    dismiss,
    running: all.filter(({ error }) => error === undefined),
    failed: all.filter(({ error }) => error !== undefined),
  }
}

/** The files of what is being written: those that are there, on their way, and refused. */
export function Attached({
  attachments,
  uploads,
  onRemove,
}: {
  attachments: Attachment[]
  uploads: ReturnType<typeof useUploads>
  onRemove: (id: string) => void
}) {
  if (attachments.length + uploads.running.length + uploads.failed.length === 0) return null
  return (
    <ul className="plain-list attached" aria-label="Attached files">
      {attachments.map(({ id, name, size }) => (
        <li key={id}>
          {name} <span className="soft">{spellSize(size)}</span>
          <Button variant="subtle" size="compact-xs" onClick={() => onRemove(id)}>
            Remove<span className="sr"> {name}</span>
          </Button>
        </li>
      ))}
      {uploads.running.map(({ key, name, part }) => (
        <li key={key}>
          {name} <Progress value={part * 100} aria-label={`Uploading ${name}`} w="8rem" />
        </li>
      ))}
      {uploads.failed.map(({ key, name, error }) => (
        <li key={key}>
          {name}
          <ProblemNote error={error} />
          <Button variant="subtle" size="compact-xs" onClick={() => uploads.dismiss(key)}>
            Leave it out
          </Button>
        </li>
      ))}
    </ul>
  )
}
