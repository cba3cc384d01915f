import { Button, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Settlement, UptimeInput } from '../../api/incidents.ts'
import { useMay } from '../entry/use-me.ts'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

type Gap = UptimeInput['unmeasured'][number]

/** SLA §1 (row 6): what nobody measured of this month, and what people settled it as. */
export function Gaps() {
  const isLead = useMay('lead')
  const [settling, setSettling] = useState<Gap | null>(null)
  const input = useQuery({
    queryKey: ['incidents', 'gaps'],
    queryFn: () => ask<UptimeInput>('GET', '/api/v1/uptime/input'),
    refetchInterval: 60_000,
  })
  return (
    <section className="section">
      <h2>Not measured this month</h2>
      <Answered query={input}>
        {({ unmeasured }) => {
          const open = unmeasured.filter(({ settled }) => settled === undefined)
          return open.length === 0 ? (
            <Empty>Nothing is open: all of this month was measured or has been settled.</Empty>
          ) : (
            <ul className="plain-list rows">
              {open.map((gap) => (
                <li key={gap.start}>
                  <Group justify="space-between" align="baseline">
                    <span>
                      <Instant at={gap.start} /> to <Instant at={gap.end} />,{' '}
                      <Duration ms={Date.parse(gap.end) - Date.parse(gap.start)} />
                    </span>
                    {isLead ? (
                      <Button variant="default" size="xs" onClick={() => setSettling(gap)}>
                        Settle
                      </Button>
                    ) : null}
                  </Group>
                </li>
              ))}
            </ul>
          )
        }}
      </Answered>
      <Settled />
      {settling === null ? null : <SettleForm gap={settling} onClose={() => setSettling(null)} />}
    </section>
  )
}

function Settled() {
  const settlements = usePages<Settlement>('incidents', '/api/v1/gap-settlements')
  return (
    <Answered query={settlements}>
      {(rows) =>
        rows.length === 0 ? null : (
          <>
            <h3 className="sub">Settled</h3>
            <ul className="plain-list rows">
              {rows.map(({ id, start, end, settled, by, reason, at }) => (
                <li key={id}>
                  <Instant at={start} /> to <Instant at={end} />: <strong>{settled}</strong>. {reason}
                  <div className="soft">
                    by {by}, <Instant at={at} />
                  </div>
                </li>
              ))}
            </ul>
            {settlements.hasNextPage ? (
              <Button
                variant="default"
                size="xs"
                mt="md"
                loading={settlements.isFetchingNextPage}
                onClick={() => void settlements.fetchNextPage()}
              >
                Show earlier ones
              </Button>
            ) : null}
          </>
        )
      }
    </Answered>
  )
}

function SettleForm({ gap, onClose }: { gap: Gap; onClose: () => void }) {
  const queries = useQueryClient()
  const [settled, setSettled] = useState<'up' | 'down'>('up')
  const [reason, setReason] = useState('')
  const settle = useMutation({
    mutationFn: () =>
      ask('POST', '/api/v1/gap-settlements', { start: gap.start, end: gap.end, settled, reason }),
    onSuccess: async () => {
      await Promise.all(
        ['incidents', 'measured'].map((topic) => queries.invalidateQueries({ queryKey: [topic] })),
      )
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title="Settle what nobody measured">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          settle.mutate()
        }}
      >
        <Stack>
          {settle.error === null ? null : <ProblemNote error={settle.error} />}
          <p>
            <Instant at={gap.start} /> to <Instant at={gap.end} />. Settled as down it is held against the
            agreement like an outage. Your name and reason are kept with it.
          </p>
          <SegmentedControl
            aria-label="It was"
            data={[
              { value: 'up', label: 'It was up' },
              { value: 'down', label: 'It was down' },
            ]}
            value={settled}
            onChange={(value) => setSettled(value as 'up' | 'down')}
          />
          <TextInput
            label="How you know"
            required
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" loading={settle.isPending}>
            Settle it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
