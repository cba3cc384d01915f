import { Anchor, Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Page } from '../../api/ask.ts'
import type { Declaration } from '../../api/incidents.ts'
import { useMay, useMe } from '../entry/use-me.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { instantOf, WhenField } from '../parts/when-field.tsx'

/** SLA §4(c): what officers declared, withdrawn declarations too (row 24). */
export function Declarations() {
  const isAdmin = useMay('admin')
  const [declaring, setDeclaring] = useState(false)
  const [ending, setEnding] = useState<Declaration | null>(null)
  const declarations = useQuery({
    queryKey: ['incidents', 'force-majeure'],
    queryFn: () => ask<Page<Declaration>>('GET', '/api/v1/force-majeure'),
  })
  return (
    <section className="section">
      <h2>Force majeure</h2>
      <Answered query={declarations}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>
              None was declared. Only an officer can, in their own name, and it stands on /status.
            </Empty>
          ) : (
            <ul className="plain-list rows">
              {items.map((one) => (
                <li key={one.id}>
                  <Group justify="space-between" align="baseline">
                    <span>
                      <Instant at={one.start} /> to <Instant at={one.end} />, signed by {one.declaredBy}
                    </span>
                    {isAdmin && one.withdrawn === null ? (
                      <Anchor component="button" type="button" onClick={() => setEnding(one)}>
                        Withdraw
                      </Anchor>
                    ) : null}
                  </Group>
                  <p className="before">{one.text}</p>
                  <div className="soft">
                    published <Instant at={one.publishedAt} />
                    {one.withdrawn === null ? null : (
                      <>
                        ; withdrawn by {one.withdrawn.by}, <Instant at={one.withdrawn.at} />:{' '}
                        {one.withdrawn.because}
                      </>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {isAdmin ? (
        <Button variant="default" mt="md" onClick={() => setDeclaring(true)}>
          Declare force majeure
        </Button>
      ) : null}
      {declaring ? <DeclareForm onClose={() => setDeclaring(false)} /> : null}
      {ending === null ? null : <WithdrawForm declaration={ending} onClose={() => setEnding(null)} />}
    </section>
  )
}

function DeclareForm({ onClose }: { onClose: () => void }) {
  const { data: me } = useMe()
  const queries = useQueryClient()
  const form = useForm({ initialValues: { start: '', end: '', text: '' } })
  const declare = useMutation({
    mutationFn: ({ start, end, text }: typeof form.values) =>
      ask('POST', '/api/v1/force-majeure', {
        ...{ start: instantOf(start), end: instantOf(end), text },
        declaredBy: me?.name,
      }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['incidents'] })
      onClose()
    },
  })
  const elsewhere =
    declare.error !== null && Object.keys(fieldErrors(declare.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title="Declare force majeure">
      <form onSubmit={form.onSubmit((values) => declare.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={declare.error} /> : null}
          <p>
            Signed as {me?.name}. Downtime in this interval is excused, and everybody can read on /status why.
          </p>
          <WhenField
            label="From"
            required
            value={form.values.start}
            onChange={(value) => form.setFieldValue('start', value)}
            error={form.errors.start as string | undefined}
          />
          <WhenField
            label="To"
            required
            value={form.values.end}
            onChange={(value) => form.setFieldValue('end', value)}
            error={form.errors.end as string | undefined}
          />
          <Textarea label="What happened" autosize minRows={3} required {...form.getInputProps('text')} />
          <Button type="submit" loading={declare.isPending}>
            Sign and publish it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}

function WithdrawForm({ declaration, onClose }: { declaration: Declaration; onClose: () => void }) {
  const queries = useQueryClient()
  const [because, setBecause] = useState('')
  const withdraw = useMutation({
    mutationFn: () => ask('DELETE', `/api/v1/force-majeure/${declaration.id}`, { because }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['incidents'] })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title="Withdraw the declaration?">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          withdraw.mutate()
        }}
      >
        <Stack>
          {withdraw.error === null ? null : <ProblemNote error={withdraw.error} />}
          <p>It excuses nothing any more, and stays to be read as withdrawn.</p>
          <TextInput
            label="Why"
            required
            data-autofocus
            value={because}
            onChange={(event) => setBecause(event.currentTarget.value)}
          />
          <Button type="submit" loading={withdraw.isPending}>
            Withdraw it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
