import { Button, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { fieldErrors } from '../../console/parts/field-errors.ts'
import { Instant } from '../../console/parts/instant.tsx'
import { ProblemNote } from '../../console/parts/told.tsx'
import { ask, type Foreseen, useKey } from '../api.ts'
import { useMe } from '../entry/use-me.ts'
import { FilesField, useFiles } from '../parts/files.tsx'
import { useKept } from '../parts/use-kept.ts'

const PAUSE_MS = 400
const KINDS = [
  ['how_to', 'How something is done'],
  ['problem', 'Something does not work for me'],
  ['broken_for_many', 'A feature does not work for many of us'],
  ['slow', 'It is slow for many of us'],
  ['outage', 'The application is down, or nobody can sign in'],
  ['payments', 'Payments fail'],
  ['billing', 'A bill'],
  ['idea', 'A wish or an idea'],
] as const

const BLANK = { subject: '', text: '', kind: null as string | null, customerId: null as string | null }

export function Page() {
  const me = useMe().data
  const queries = useQueryClient()
  const navigate = useNavigate()
  const files = useFiles()
  const keyOf = useKey()
  const [kept, keep] = useKept('new', BLANK)
  const form = useForm({ initialValues: kept, onValuesChange: keep })
  const send = useMutation({
    mutationFn: (values: typeof form.values) => {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      const body = { ...values, zone, attachments: files.kept.map(({ id }) => id) }
      return ask<{ id: string }>('POST', '/tickets', body, keyOf(body))
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async ({ id }) => {
      keep(BLANK)
      await queries.invalidateQueries({ queryKey: ['questions'] })
      await navigate({ to: '/tickets/$id', params: { id } })
    },
  })
  const elsewhere = send.error !== null && Object.keys(fieldErrors(send.error, form.values)).length === 0
  const customers = me?.customers ?? []
  return (
    <>
      <title>Ask something · TractOps</title>
      <h1>Ask something</h1>
      <form className="narrow ask" onSubmit={form.onSubmit((values) => send.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={send.error} /> : null}
          {customers.length > 1 ? (
            <Select
              label="For"
              required
              data={customers.map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('customerId')}
            />
          ) : null}
          <Radio.Group label="What is it about?" {...form.getInputProps('kind')}>
            <Stack gap="xs" mt="xs">
              {KINDS.map(([value, label]) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput label="In a few words" required maxLength={200} {...form.getInputProps('subject')} />
          <Textarea
            label="What happened, or what do you want to know?"
            required
            autosize
            minRows={6}
            {...form.getInputProps('text')}
          />
          <FilesField files={files} />
          <Expected {...form.values} />
          <Button type="submit" loading={send.isPending} disabled={files.busy}>
            Send it
          </Button>
        </Stack>
      </form>
    </>
  )
}

/** How we would take it, as it is written: staff have the last word. */
function Expected(values: { subject: string; text: string; kind: string | null }) {
  const { subject, text, kind } = values
  const [draft] = useDebouncedValue(JSON.stringify({ subject, text, kind }), PAUSE_MS)
  const foreseen = useQuery({
    queryKey: ['foreseen', draft],
    queryFn: () => ask<Foreseen>('POST', '/foreseen', JSON.parse(draft)),
    placeholderData: (before: Foreseen | undefined) => before,
  })
  const { data } = foreseen
  if (data === undefined) return null
  return (
    <div className="empty" role="status">
      <p>
        We would take this as {data.severity}, {data.severityName}: a first answer within {data.promised}, at
        the latest <Instant at={data.dueAt} />.
      </p>
      {data.urgent === null ? null : (
        <p>
          Is the application down, do payments fail, is data being lost? Then mail{' '}
          <a href={`mailto:${data.urgent.address}?subject=${encodeURIComponent('[P1] ')}`}>
            {data.urgent.address}
          </a>{' '}
          with a subject that begins with <code>[P1]</code>. That wakes somebody within minutes, and is
          answered within an hour, day and night.
        </p>
      )}
    </div>
  )
}
