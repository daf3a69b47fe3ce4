import type { Operations, Part, Process, Redis } from '../../contract/operations';
import type { Tone } from '../../figures/condition';
import { count } from '../../figures/format';
import { duration, fullMoment, moment } from '../../figures/time';

interface Props {
  readonly operations: Operations;
  readonly zone: string;
}

/** What the service rests on: Kafka, Redis, the processes that own tasks, and the channels by which people are told. */
export function PartsPanel({ operations, zone }: Props) {
  const { kafka, redis, processes, notifications, form, timeMs } = operations;
  return (
    <section className="card" aria-labelledby="parts-title">
      <div className="card-header">
        <h2 id="parts-title">What it rests on</h2>
      </div>
      <ul className="parts">
        {form === 'embedded' ? (
          <Item name="Log and state" tone="good" word="in this process" note="files of its data folder" />
        ) : (
          <Item name="Kafka" {...partWords(kafka, timeMs, zone)} note="the log; figures come from it" />
        )}
        <Item name="Redis" {...partWords(redis, timeMs, zone)} note={redisNote(redis, form)} />
        {processes.map((process) => (
          <Item
            key={process.address}
            name={process.address}
            {...(process.answers
              ? { tone: 'good', word: 'answers' }
              : { tone: 'bad', word: `silent for ${duration(timeMs - (process.sinceMs ?? timeMs))}` })}
            note={processNote(process)}
          />
        ))}
        {(notifications ?? []).map((channel) => (
          <Item
            key={channel.name}
            name={`Notifications: ${channel.name}`}
            {...(channel.fault === null ? { tone: 'good', word: 'no fault' } : { tone: 'warning', word: channel.fault })}
            note={`${count(channel.delivered)} delivered, ${count(channel.waiting)} waiting, ${count(channel.givenUp)} given up since the start`}
          />
        ))}
      </ul>
    </section>
  );
}

interface ItemProps {
  readonly name: string;
  readonly tone: Tone | '';
  readonly word: string;
  readonly title?: string;
  readonly note: string;
}

function Item({ name, tone, word, title, note }: ItemProps) {
  return (
    <li>
      <div className="part-head">
        <span className="part-name">{name}</span>
        <span className={`chip ${tone}`} title={title}>{word}</span>
      </div>
      {note !== '' && <p>{note}</p>}
    </li>
  );
}

function partWords({ state, sinceMs }: Part, now: number, zone: string): Pick<ItemProps, 'tone' | 'word' | 'title'> {
  if (state === 'none') return { tone: '', word: 'not used' };
  if (state === 'live') return { tone: 'good', word: 'live' };
  if (sinceMs === null) return { tone: 'warning', word: 'away' };
  return { tone: 'warning', word: `away since ${moment(sinceMs, now, zone)}`, title: fullMoment(sinceMs, zone) };
}

function redisNote({ state, pendingViews }: Redis, form: Operations['form']): string {
  if (state === 'none') return form === 'embedded' ? 'figures are in memory' : 'figures come from Kafka';
  const pending = pendingViews === null || pendingViews === 0
    ? 'nothing waits to be written'
    : `${count(pendingViews)} ${pendingViews === 1 ? 'view waits' : 'views wait'} to be written`;
  return state === 'away' ? `figures come from Kafka meanwhile; ${pending}` : pending;
}

function processNote({ redis }: Process): string {
  return redis?.state === 'away' ? 'can’t reach Redis' : '';
}
