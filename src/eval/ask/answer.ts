import type { Answer, Caller, Decision, Destination } from '../types';
import type { Question } from './question';

/** One of the pairs that a question stands for. */
export interface PairDecision {
  readonly caller: Caller;
  readonly destination: Destination;
  /** The gateway's port that it dials. */
  readonly via?: Destination;
  readonly decision: Decision;
}

/** The answer to a question about all the workloads it stands for. */
export interface QuestionAnswer {
  readonly question: Question;
  readonly answer: Answer;
  /** One sentence: why. */
  readonly text: string;
  /** Every caller that the question means, against every endpoint; empty where there is none to decide about. */
  readonly decisions: readonly PairDecision[];
}
