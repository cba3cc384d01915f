import { Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type RefObject, useEffect, useState } from 'react'
import { SEVERITIES } from '../../../api/desk.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import { useStaff, useTeams } from '../use-staff.ts'
import { CHANNEL_WORDS, SEVERITY_WORDS } from '../words.ts'
import type { Question } from './question.ts'

type Filtering = {
  question: Question
  search: RefObject<HTMLInputElement | null>
  onChange: (more: Partial<Question>) => void
  /** From the search field on to the first line. */
  onDown: () => void
}

/** Search over everything that was said, and what narrows the queue. */
export function Filters({ question, search, onChange, onDown }: Filtering) {
  const staff = useStaff().data?.items ?? []
  const teams = useTeams().data?.items ?? []
  const [words, setWords] = useState(question.q ?? '')
  const look = useDebouncedCallback((q: string) => onChange({ q }), 300)
  useEffect(() => setWords(question.q ?? ''), [question.q])
  const choice = (name: keyof Question, label: string, data: { value: string; label: string }[]) => (
    <Select
      size="xs"
      w={{ base: '100%', sm: '9.5rem' }}
      aria-label={label}
      placeholder={label}
      data={data}
      clearable
      value={question[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? '' })}
    />
  )
  return (
    <search className="filters">
      <TextInput
        ref={search}
        type="search"
        aria-label="Search tickets"
        placeholder="Search words, names, numbers"
        rightSection={<KeyHint of="/" />}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          look(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setWords('')
            onChange({ q: '' })
            event.currentTarget.blur()
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') onDown()
          else return
          event.preventDefault()
        }}
      />
      <Group gap="xs">
        {choice(
          'severity',
          'Severity',
          SEVERITIES.map((one) => ({ value: one, label: `${one} ${SEVERITY_WORDS[one]}` })),
        )}
        {choice('assignee', 'With', [
          { value: 'me', label: 'you' },
          { value: 'none', label: 'nobody' },
          ...staff.map(({ id, name }) => ({ value: id, label: name })),
        ])}
        {teams.length === 0
          ? null
          : choice('team', 'Team', [
              { value: 'none', label: 'no team' },
              ...teams.map(({ id, name }) => ({ value: id, label: name })),
            ])}
        {choice(
          'channel',
          'Came',
          Object.entries(CHANNEL_WORDS).map(([value, label]) => ({ value, label })),
        )}
        <Tagged value={question.tag ?? ''} onChange={(tag) => onChange({ tag })} />
      </Group>
    </search>
  )
}

function Tagged({ value, onChange }: { value: string; onChange: (tag: string) => void }) {
  const [tag, setTag] = useState(value)
  useEffect(() => setTag(value), [value])
  return (
    <TextInput
      size="xs"
      w={{ base: '100%', sm: '8rem' }}
      aria-label="Tag"
      placeholder="Tag"
      value={tag}
      onChange={(event) => setTag(event.currentTarget.value)}
      onBlur={() => onChange(tag.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(tag.trim())
      }}
    />
  )
}
