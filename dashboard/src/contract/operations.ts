export type {
  DeadLetters,
  Operations,
  Part,
  Process,
  Rebuild,
  Redis,
  Rejected,
  Snapshot,
  Status,
  Task,
} from './generated/operations';
