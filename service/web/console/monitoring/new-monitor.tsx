import { Button, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import { type ComponentDefinition, KINDS, type Kind, type MadeMonitor } from '../../api/monitoring.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ShownOnce } from '../parts/shown-once.tsx'
import { ProblemNote } from '../parts/told.tsx'
import { DefinitionField } from './definition-field.tsx'
import { BEGINNINGS, KIND_WORDS, readText, textOf } from './definitions.ts'

/** Makes a monitor; it is checked at once. What the definition lacks, the API says. */
export function NewMonitor({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const components = useQuery({
    queryKey: ['monitoring', 'components'],
    queryFn: () => ask<ComponentDefinition[]>('GET', '/api/v1/component-definitions'),
  })
  const form = useForm({
    initialValues: {
      key: '',
      component: '',
      kind: 'http' as Kind,
      every: '20s',
      definition: textOf(BEGINNINGS.http),
    },
  })
  const make = useMutation({
    mutationFn: ({ definition, kind, every, ...rest }: typeof form.values) => {
      const read = readText(definition)
      if ('wrong' in read) throw new Error(read.wrong)
      return ask<MadeMonitor>('POST', '/api/v1/monitors', {
        ...rest,
        ...(kind === 'heartbeat' ? {} : { every }),
        ...read.value,
      })
    },
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async ({ key, token }) => {
      await queries.invalidateQueries({ queryKey: ['monitoring'] })
      if (token === null) await navigate({ to: '/monitors/$key', params: { key } })
    },
  })
  if (make.data?.token != null)
    return (
      <ShownOnce
        title="Where the target calls"
        secret={`${location.origin}/hooks/heartbeat/${make.data.token}`}
        onClose={onClose}
      >
        Let the target ask this address each time its work is done. The address is not shown again.
      </ShownOnce>
    )
  const { kind, definition } = form.values
  const written = readText(definition)
  const elsewhere = make.error !== null && Object.keys(fieldErrors(make.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title="Watch something" size="lg">
      <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack>
          {elsewhere && !('wrong' in written) ? <ProblemNote error={make.error} /> : null}
          <TextInput
            label="Key"
            description="Its name in addresses; its history goes by it."
            required
            data-autofocus
            {...form.getInputProps('key')}
          />
          <Select
            label="Component"
            description="What is down while this fails."
            required
            data={(components.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
            {...form.getInputProps('component')}
          />
          <Select
            label="Kind"
            data={KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
            allowDeselect={false}
            {...form.getInputProps('kind')}
            onChange={(value) => {
              const next = value as Kind
              form.setFieldValue('kind', next)
              form.setFieldValue('definition', textOf(BEGINNINGS[next]))
            }}
          />
          {kind === 'heartbeat' ? null : (
            <TextInput
              label="Every"
              description="From 10s to 1h; row 7 tells what it does to the exactness of an outage."
              required
              {...form.getInputProps('every')}
            />
          )}
          <DefinitionField
            value={definition}
            onChange={(value) => form.setFieldValue('definition', value)}
            error={'wrong' in written ? written.wrong : null}
          />
          <Button type="submit" loading={make.isPending} disabled={'wrong' in written}>
            Watch it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
