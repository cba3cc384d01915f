import { Button, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Maintenance } from '../../api/maintenance.ts'
import { useMay } from '../entry/use-me.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Instant } from '../parts/instant.tsx'
import { Markdown } from '../parts/markdown.tsx'
import { ProblemNote } from '../parts/told.tsx'

/** Everything that was said on its page, the latest first, and what is said next. */
export function Updates({ one }: { one: Maintenance }) {
  const isAgent = useMay('agent')
  const isOpen = one.completedAt === null && one.cancelledAt === null
  return (
    <section className="section">
      <h2>What was said</h2>
      {isAgent && isOpen ? <UpdateForm id={one.id} /> : null}
      {one.updates.length === 0 ? <p className="soft">Nothing since it was announced.</p> : null}
      <ol className="plain-list rows">
        {one.updates.toReversed().map(({ at, by, html }) => (
          <li key={`${at} ${html}`}>
            <Instant at={at} /> <span className="soft">{by === 'automatic' ? 'by itself' : `by ${by}`}</span>
            <Markdown html={html} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function UpdateForm({ id }: { id: string }) {
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const post = useMutation({
    mutationFn: () => ask('POST', `/api/v1/maintenances/${id}/updates`, { text }),
    onSuccess: () => {
      setText('')
      return queries.invalidateQueries({ queryKey: ['maintenance'] })
    },
  })
  const atField = post.error === null ? undefined : fieldErrors(post.error, { text }).text
  return (
    <form
      className="narrow"
      onSubmit={(event) => {
        event.preventDefault()
        post.mutate()
      }}
    >
      <Stack mb="lg">
        {post.error === null || atField !== undefined ? null : <ProblemNote error={post.error} />}
        <Textarea
          label="Update"
          description="Markdown. It stands on its page on /status at once."
          autosize
          minRows={3}
          required
          value={text}
          error={atField}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" variant="default" loading={post.isPending}>
            Publish the update
          </Button>
        </div>
      </Stack>
    </form>
  )
}
