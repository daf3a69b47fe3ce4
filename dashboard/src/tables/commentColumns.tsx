import type { Comments, Mode } from '../contract';
import { commentsOf, negativeDefinition, positiveDefinition, qualityDefinition, sentimentDefinition } from '../figures/comments';
import { count, exact, percent, ratio } from '../figures/format';
import type { Column } from './DataTable';

interface Commented {
  readonly comments: Comments;
  readonly commentsRaw: Comments;
}

/** What comments say, of all time. */
export function commentColumns<Row extends Commented>(mode: Mode): Column<Row>[] {
  const share = (id: 'quality' | 'positive' | 'negative', label: string, name: string, definition: string, of: 'texts' | 'scored'): Column<Row> => {
    const value = (row: Row) => commentsOf(row, mode)[id];
    return {
      id,
      label,
      name,
      definition,
      value,
      cell: (row) => percent(value(row), 0),
      title: (row) => `${exact((value(row) ?? NaN) * 100, '%')} of ${exact(commentsOf(row, mode)[of], 'comments')}`,
      csv: value,
    };
  };
  const number = (id: 'texts' | 'unscored', label: string, name: string, definition: string): Column<Row> => {
    const value = (row: Row) => commentsOf(row, mode)[id];
    return { id, label, name, definition, value, cell: (row) => count(value(row)), title: (row) => exact(value(row), ''), csv: value };
  };
  return [
    number('texts', 'Comments', 'Comments with a text', 'Comments that came with what they say; what strangers’ browsers send is not among them.'),
    share('quality', 'Quality', 'Comment quality', qualityDefinition, 'texts'),
    share('positive', 'Positive', 'Positive comments', positiveDefinition, 'scored'),
    share('negative', 'Negative', 'Negative comments', negativeDefinition, 'scored'),
    {
      id: 'sentiment',
      label: 'Sentiment',
      definition: sentimentDefinition,
      value: (row) => commentsOf(row, mode).sentiment,
      cell: (row) => ratio(commentsOf(row, mode).sentiment),
      title: (row) => exact(commentsOf(row, mode).sentiment, ''),
      csv: (row) => commentsOf(row, mode).sentiment,
    },
    number('unscored', 'Unscored', 'Comments not scored', 'Comments in other languages than English, which are not guessed.'),
  ];
}
