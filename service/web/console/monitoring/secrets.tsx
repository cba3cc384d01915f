import { Anchor, Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Page } from '../../api/ask.ts'
import type { Secret } from '../../api/monitoring.ts'
import { Confirm } from '../parts/confirm.tsx'
import { fieldErrors } from '../parts/field-errors.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, ProblemNote } from '../parts/told.tsx'

/** What monitors send and nobody reads: names, and who uses them. */
export function Secrets() {
  const queries = useQueryClient()
  const [storing, setStoring] = useState<string | null>(null)
  const [ending, setEnding] = useState<Secret | null>(null)
  const secrets = useQuery({
    queryKey: ['monitoring', 'secrets'],
    queryFn: () => ask<Page<Secret>>('GET', '/api/v1/secrets'),
  })
  return (
    <section className="section">
      <h2>Secrets</h2>
      <Text className="soft" mb="md">
        Passwords and keys that checks send. They are kept sealed and never shown again; a definition writes{' '}
        {'${secret:NAME}'}.
      </Text>
      <Answered query={secrets}>
        {({ items }) => (
          <ul className="plain-list rows">
            {items.map((one) => (
              <li key={one.name}>
                <Group justify="space-between">
                  <span>
                    <strong>{one.name}</strong>{' '}
                    <span className="soft">
                      stored <Instant at={one.changedAt} /> by {one.changedBy}
                      {one.usedBy.length === 0 ? ', used by none' : `, used by ${one.usedBy.join(', ')}`}
                    </span>
                    {one.readable ? null : (
                      <p>It was stored with another SECRET_KEY and cannot be read: store it anew.</p>
                    )}
                  </span>
                  <Group gap="md">
                    <Anchor component="button" type="button" onClick={() => setStoring(one.name)}>
                      Replace {one.name}
                    </Anchor>
                    <Anchor component="button" type="button" onClick={() => setEnding(one)}>
                      Forget {one.name}
                    </Anchor>
                  </Group>
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Answered>
      <Button variant="default" size="xs" mt="md" onClick={() => setStoring('')}>
        Store a secret
      </Button>
      {storing === null ? null : <StoreSecret name={storing} onClose={() => setStoring(null)} />}
      {ending === null ? null : (
        <Confirm
          title={`Forget ${ending.name}?`}
          action="Forget it"
          onClose={() => setEnding(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/secrets/${ending.name}`)
            await queries.invalidateQueries({ queryKey: ['monitoring'] })
          }}
        >
          It cannot be brought back. A secret that a monitor sends is not forgotten.
        </Confirm>
      )}
    </section>
  )
}

function StoreSecret({ name, onClose }: { name: string; onClose: () => void }) {
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name, value: '' } })
  const store = useMutation({
    mutationFn: ({ name, value }: typeof form.values) =>
      ask('PUT', `/api/v1/secrets/${name.trim()}`, { value }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['monitoring'] })
      onClose()
    },
  })
  const elsewhere = store.error !== null && Object.keys(fieldErrors(store.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title={name === '' ? 'Store a secret' : `Replace ${name}`}>
      <form onSubmit={form.onSubmit((values) => store.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={store.error} /> : null}
          <TextInput
            label="Name"
            description="Capitals, digits and _, such as PROBE_PASSWORD."
            required
            disabled={name !== ''}
            data-autofocus={name === ''}
            {...form.getInputProps('name')}
          />
          <PasswordInput
            label="Value"
            required
            data-autofocus={name !== ''}
            autoComplete="off"
            {...form.getInputProps('value')}
          />
          <Button type="submit" loading={store.isPending}>
            Store it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
