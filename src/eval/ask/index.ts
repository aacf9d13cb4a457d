export { ask } from './ask';
export { askAtAll } from './at-all';
export type { PairDecision, QuestionAnswer } from './answer';
export { QuestionError, type QuestionProblem } from './error';
export { didYouMean } from './nearest';
export { parseCaller, parseIp, parsePlace, parseTarget } from './parse';
export { tokenOf, type TokenQuestion } from './token';
export { callerText, questionText, targetText, type CallerQuestion, type HostQuestion, type Question, type TargetQuestion } from './question';
