import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../api/ask.ts'
import { Markdown } from '../../parts/markdown.tsx'
import { Answered, Empty } from '../../parts/told.tsx'

/** What is being written as the reader will see it. */
export function Preview({ text }: { text: string }) {
  const html = useQuery({
    queryKey: ['preview', text],
    queryFn: () => ask<{ html: string }>('POST', '/api/v1/markdown', { text }),
    enabled: text.trim() !== '',
    gcTime: 0,
  })
  if (text.trim() === '') return <Empty>Nothing is written yet.</Empty>
  return (
    <section className="preview" aria-label="Preview">
      <Answered query={html}>{(answer) => <Markdown html={answer.html} />}</Answered>
    </section>
  )
}
