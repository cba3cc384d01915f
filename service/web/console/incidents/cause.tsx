import { Button, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ask, withQuery } from '../../api/ask.ts'
import type { CauseKind, IncidentInFull, VendorExclusion } from '../../api/incidents.ts'
import { useMay } from '../entry/use-me.ts'
import { Duration } from '../parts/duration.tsx'
import { fieldErrors } from '../parts/field-errors.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { CAUSE_WORDS, causeText } from './words.ts'

/** SLA §4: what caused it, by whom it was said, and what vendors reported at that time with how much that would excuse. */
export function CausePanel({ incident }: { incident: IncidentInFull }) {
  const mayDeclare = useMay('lead') && incident.mergedInto === null
  const evidence = useQuery({
    queryKey: ['vendors', 'preview', incident.startedAt, incident.resolvedAt],
    queryFn: () =>
      ask<{ items: VendorExclusion[] }>(
        'GET',
        withQuery('/api/v1/vendors/exclusion-preview', {
          from: incident.startedAt,
          to: incident.resolvedAt,
        }),
      ),
    refetchInterval: incident.resolvedAt === null ? 60_000 : false,
  })
  return (
    <section className="section">
      <h2>Cause</h2>
      {incident.causes.length === 0 ? (
        <Empty>Nobody has recorded a cause. Without one, no vendor excuses any of it.</Empty>
      ) : (
        <ol className="plain-list rows">
          {incident.causes.toReversed().map((cause) => (
            <li key={`${cause.at} ${cause.component ?? ''}`}>
              <strong>{causeText(cause)}</strong>
              {cause.component === undefined ? null : ` for ${cause.component}`}: {cause.because}
              <div className="soft">
                said by {cause.by}, <Instant at={cause.at} />
              </div>
            </li>
          ))}
        </ol>
      )}
      <h3 className="sub">What vendors reported at that time</h3>
      <Answered query={evidence}>{({ items }) => <Evidence items={items} />}</Answered>
      {mayDeclare ? <CauseForm incident={incident} vendors={evidence.data?.items ?? []} /> : null}
    </section>
  )
}

function Evidence({ items }: { items: VendorExclusion[] }) {
  return (
    <ul className="plain-list rows">
      {items.map(({ vendor, name, excludedMs, because, stretches }) => (
        <li key={vendor}>
          <strong>{name}</strong>:{' '}
          {excludedMs > 0 ? (
            <>
              would excuse <Duration ms={excludedMs} /> as the cause
            </>
          ) : (
            'would excuse nothing'
          )}
          . <span className="soft">{because}</span>
          {stretches.length === 0 ? null : (
            <ul className="plain-list">
              {stretches.map(({ component, status, start, end, because: why }) => (
                <li key={`${component} ${status} ${start}`} className="soft">
                  {component ?? 'as a whole'}: {status.replaceAll('_', ' ')} from <Instant at={start} />
                  {end === null ? (
                    ', still'
                  ) : (
                    <>
                      {' '}
                      to <Instant at={end} />
                    </>
                  )}
                  ; {why}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

function CauseForm({ incident, vendors }: { incident: IncidentInFull; vendors: VendorExclusion[] }) {
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { kind: 'own' as CauseKind, vendor: '', component: '', because: '' },
  })
  const record = useMutation({
    mutationFn: ({ kind, vendor, component, because }: typeof form.values) =>
      ask('PUT', `/api/v1/incidents/${incident.id}/cause`, {
        ...{ kind, because },
        ...(kind === 'vendor' ? { vendor } : {}),
        ...(component === '' ? {} : { component }),
      }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: async () => {
      form.reset()
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['incidents'] }),
        queries.invalidateQueries({ queryKey: ['measured'] }),
      ])
    },
  })
  const elsewhere = record.error !== null && Object.keys(fieldErrors(record.error, form.values)).length === 0
  return (
    <form onSubmit={form.onSubmit((values) => record.mutate(values))} className="narrow">
      <Stack>
        <h3 className="sub">{incident.causes.length === 0 ? 'Record the cause' : 'Correct the cause'}</h3>
        {elsewhere ? <ProblemNote error={record.error} /> : null}
        <Select
          label="What it was"
          data={Object.entries(CAUSE_WORDS).map(([value, label]) => ({ value, label }))}
          allowDeselect={false}
          {...form.getInputProps('kind')}
        />
        {form.values.kind === 'vendor' ? (
          <Select
            label="Which one"
            data={vendors.map(({ vendor, name }) => ({ value: vendor, label: name }))}
            {...form.getInputProps('vendor')}
          />
        ) : null}
        {incident.components.length > 1 ? (
          <Select
            label="Of what"
            data={[
              { value: '', label: 'all of it' },
              ...incident.components.map(({ key, name }) => ({ value: key, label: name })),
            ]}
            allowDeselect={false}
            {...form.getInputProps('component')}
          />
        ) : null}
        <TextInput
          label="Why you say so"
          description="It stands on /status with your name."
          required
          {...form.getInputProps('because')}
        />
        <Button type="submit" variant="default" loading={record.isPending}>
          Record it
        </Button>
      </Stack>
    </form>
  )
}
