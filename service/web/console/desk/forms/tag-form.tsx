import { TagsInput } from '@mantine/core'
import { useState } from 'react'
import type { Target } from '../act.ts'
import { ActForm } from './act-form.tsx'

type Tagging = { targets: readonly Target[]; tags?: string[]; onClose: () => void }

/** Sets the tags of one ticket, or adds some to many. */
export function TagForm({ targets, tags = [], onClose }: Tagging) {
  const [values, set] = useState({ tags })
  const many = targets.length > 1
  const body = many
    ? { add: lower(values.tags) }
    : {
        add: lower(values.tags).filter((tag) => !tags.includes(tag)),
        remove: tags.filter((tag) => !lower(values.tags).includes(tag)),
      }
  return (
    <ActForm
      title={many ? 'Add tags' : 'Tags'}
      targets={targets}
      action="tags"
      values={values}
      body={body}
      button={many ? 'Add them' : 'Keep them'}
      onClose={onClose}
    >
      {(errors) => (
        <TagsInput
          label="Tags"
          description="Enter after each."
          data-autofocus
          acceptValueOnBlur
          value={values.tags}
          error={errors.tags ?? errors.add}
          onChange={(to) => set({ tags: to })}
        />
      )}
    </ActForm>
  )
}

const lower = (tags: string[]) => [...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter(Boolean))]
