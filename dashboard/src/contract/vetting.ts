export type { MakeUp, Quality, QualityPart, Share, Signal, Vetted, Vetting } from './generated/vetting';
