export const HELP = `sla - a service level agreement as data, and the engine that carries it out

  sla hours   FILE    business time between two instants    {"from","to","calendar"?}
  sla add     FILE    business time after an instant        {"from","ms","calendar"?}
  sla due     FILE    when a first response is due          {"severity","receivedAt","events"?,"now"?}
  sla slot    FILE    the latest start of a meeting         {"requestedAt"}
  sla uptime  FILE    the uptime of a month or period       {"period","down","unmeasured"?,"maintenance"?,"vendorOutages"?,"forceMajeure"?}
  sla month   FILE    a month, closed: the statement        {"month","down",...,"subscriptions","claims"?,"now"?}
  sla verify  FILE    recompute a statement
  sla check   POLICY  prove a policy file
  sla agreement       the agreement in plain words          --format md|html

FILE is JSON; - reads standard input. Instants are RFC 3339 with an offset or Z; lengths are milliseconds.

  --jsonl             one input a line, one answer a line, in order; a bad line is answered by its error
  --policy FILE       judge by this policy instead of the published ones; repeat it for several versions
  --format md|html    of the agreement; md by default
  --help, --version

Exit status: 0; 1 where the answer is no (check, verify); 2 for input that is refused.
`
