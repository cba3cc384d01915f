import { Button, Table } from '@mantine/core'
import type { Monitor, RawResult } from '../../api/monitoring.ts'
import { Instant } from '../parts/instant.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { Answered } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** Its raw results, the latest first; they are kept 90 days. */
export function Results({ monitor }: { monitor: Monitor }) {
  const results = usePages<RawResult>(
    'measured',
    `/api/v1/monitors/${monitor.component}/${monitor.key}/results`,
    { limit: '20' },
  )
  return (
    <section className="section">
      <h2>Results</h2>
      <Answered query={results}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="soft">None yet.</p>
          ) : (
            <Table className="cards">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>At</Table.Th>
                  <Table.Th>Found</Table.Th>
                  <Table.Th>Took</Table.Th>
                  <Table.Th>By</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(({ at, agent, state, reason, latencyMs }) => (
                  <Table.Tr key={`${at} ${agent}`}>
                    <Table.Td data-head="At">
                      <Instant at={at} />
                    </Table.Td>
                    <Table.Td data-head="Found">
                      {state === 'blind' ? <>blind</> : <StateMark state={state} />}
                      {reason === null ? null : `: ${reason}`}
                    </Table.Td>
                    <Table.Td data-head="Took">{latencyMs} ms</Table.Td>
                    <Table.Td data-head="By">{agent}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answered>
      {results.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={results.isFetchingNextPage}
          onClick={() => void results.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </section>
  )
}
