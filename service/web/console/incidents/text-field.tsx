import { Select, Stack, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask, type Page } from '../../api/ask.ts'
import type { Preview, Template } from '../../api/incidents.ts'
import { Markdown } from '../parts/markdown.tsx'
import { ProblemNote } from '../parts/told.tsx'

const PAUSE_MS = 400

type Field = {
  label: string
  value: string
  onChange: (value: string) => void
  /** Called with a template that was chosen, for what else it says. */
  onTemplate?: (template: Template) => void
  /** What the text's variables stand for. */
  about: { incidentId?: string; title?: string; components?: string[]; startedAt?: string | undefined }
  error?: string | undefined
}

/** A text in Markdown: begun from a template, and beside it how it will stand in public. */
export function TextField({ label, value, onChange, onTemplate, about, error }: Field) {
  const templates = useQuery({
    queryKey: ['incidents', 'templates'],
    queryFn: () => ask<Page<Template>>('GET', '/api/v1/incident-templates'),
  })
  const begin = (id: string | null) => {
    const template = templates.data?.items.find((one) => one.id === id)
    if (template === undefined) return
    onChange(template.text)
    onTemplate?.(template)
  }
  return (
    <Stack gap="xs">
      <Select
        label="Begin from a template"
        placeholder="Write it yourself, or choose one"
        data={(templates.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={begin}
        searchable
        clearable
      />
      <Textarea
        label={label}
        description="Markdown. Variables such as {{components}} and {{started_at}} are filled in."
        autosize
        minRows={4}
        maxRows={16}
        required
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Shown text={value} about={about} />
    </Stack>
  )
}

function Shown({ text, about }: { text: string; about: Field['about'] }) {
  const [asked] = useDebouncedValue({ text, ...about }, PAUSE_MS)
  const preview = useQuery({
    queryKey: ['preview', asked],
    queryFn: () => ask<Preview>('POST', '/api/v1/incidents/preview', asked),
    enabled: asked.text.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (text.trim() === '') return null
  return (
    <section className="preview" aria-label="As it will stand in public" aria-live="polite">
      {preview.error === null ? null : <ProblemNote error={preview.error} />}
      {preview.data === undefined || preview.error !== null ? null : <Markdown html={preview.data.html} />}
    </section>
  )
}
