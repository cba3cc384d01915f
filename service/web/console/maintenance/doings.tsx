import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Maintenance, MaintenanceState } from '../../api/maintenance.ts'
import type { Role } from '../../api/types.ts'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Instant } from '../parts/instant.tsx'
import { SayForm } from '../parts/say-form.tsx'
import { MoveForm } from './move-form.tsx'
import { ChangePlan } from './plan-form.tsx'
import { Publish } from './publish.tsx'

type Doing = 'change' | 'forget' | 'publish' | 'start' | 'move' | 'cancel' | 'complete'
type Offer = { doing: Doing; word: string; role: Role; main?: true }

const change: Offer = { doing: 'change', word: 'Change', role: 'agent' }
const complete: Offer = { doing: 'complete', word: 'Complete it', role: 'agent', main: true }
const moveEnd: Offer = { doing: 'move', word: 'Announce another end', role: 'lead' }

/** What can be done with it, by how far it is; the last one is what comes next. */
const OFFERS: Record<MaintenanceState, Offer[]> = {
  draft: [
    { doing: 'forget', word: 'Forget it', role: 'agent' },
    change,
    { doing: 'publish', word: 'Publish it', role: 'lead', main: true },
  ],
  scheduled: [
    change,
    { doing: 'cancel', word: 'Call it off', role: 'lead' },
    { doing: 'move', word: 'Announce another time', role: 'lead' },
    { doing: 'start', word: 'Start now', role: 'agent' },
  ],
  in_progress: [change, moveEnd, complete],
  overrun: [change, moveEnd, complete],
  completed: [],
  cancelled: [],
}

/** The buttons of a maintenance, and what each one asks first. */
export function Doings({ one }: { one: Maintenance }) {
  const may: Partial<Record<Role, boolean>> = { agent: useMay('agent'), lead: useMay('lead') }
  const [doing, setDoing] = useState<Doing | null>(null)
  return (
    <>
      <Group>
        {OFFERS[one.state]
          .filter(({ role }) => may[role])
          .map(({ doing: next, word, main = false }) => (
            <Button key={next} variant={main ? 'filled' : 'default'} onClick={() => setDoing(next)}>
              {word}
            </Button>
          ))}
      </Group>
      {doing === null ? null : <Asked doing={doing} one={one} onClose={() => setDoing(null)} />}
    </>
  )
}

function Asked({ doing, one, onClose }: { doing: Doing; one: Maintenance; onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const path = `/api/v1/maintenances/${one.id}`
  const anew = () => queries.invalidateQueries({ queryKey: ['maintenance'] })
  const post = async (what: string, body?: object) => {
    await ask('POST', `${path}/${what}`, body)
    await anew()
  }
  switch (doing) {
    case 'change':
      return <ChangePlan one={one} onClose={onClose} />
    case 'publish':
      return <Publish one={one} onConfirm={() => post('publication')} onClose={onClose} />
    case 'move':
      return <MoveForm one={one} onMove={(body) => post('announcements', body)} onClose={onClose} />
    case 'forget':
      return (
        <Confirm
          title="Forget this plan?"
          action="Forget it"
          onClose={onClose}
          onConfirm={async () => {
            await ask('DELETE', path)
            await navigate({ to: '/maintenance' })
            await anew()
          }}
        >
          Nobody outside was told of it. It is gone from the list; the audit trail keeps that it was there.
        </Confirm>
      )
    case 'start':
      return (
        <Confirm title="Start now?" action="Start now" onClose={onClose} onConfirm={() => post('start')}>
          It starts by itself at <Instant at={one.start} />. What fails before that, its announced start,
          counts as downtime.
        </Confirm>
      )
    case 'cancel':
      return (
        <SayForm
          title="Call it off?"
          label="Why"
          description="Markdown. It stands on /status and goes to every contact by mail."
          field="because"
          action="Call it off"
          onSay={(because) => post('cancellation', { because })}
          onClose={onClose}
        >
          What fails in its time then counts as downtime. It cannot be taken up again; plan another one.
        </SayForm>
      )
    case 'complete':
      return (
        <SayForm
          title="Complete it?"
          label="What to tell everybody"
          description="Markdown; may stay empty. It goes to every contact by mail."
          field="text"
          optional
          action="Complete it"
          onSay={(text) => post('completion', { text: text.trim() === '' ? null : text })}
          onClose={onClose}
        >
          From now on what fails is no maintenance.
        </SayForm>
      )
  }
}
