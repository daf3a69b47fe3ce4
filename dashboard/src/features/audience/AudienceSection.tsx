import { useCallback, useMemo } from 'react';
import type { AudienceCreator, AudiencePlatform, ViewFigures } from '../../contract';
import { count } from '../../figures/format';
import { displayName, platformName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { MissingView } from '../../parts/MissingView';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { View } from '../../tables/figureColumns';
import { MatrixCard } from './MatrixCard';
import type { Member } from './overlap';
import { PairsCard } from './PairsCard';
import { ReachCards } from './ReachCards';
import { ReportedCard } from './ReportedCard';

interface Props {
  readonly view: View;
  readonly route: CampaignRoute;
}

const creatorDefinition =
  'How far audiences are the same people: of two creators, the people who met both, as a share of the smaller audience. Exact, of everybody whom own tracking identifies; a person is a visitor id, or several that a sign-in, an address or a checkout joins. Of all time, whatever the window.';
const platformDefinition =
  'The same of platforms: people who met content on both, as a share of the smaller audience. The platform is that of the catalog, else what the event says.';

/** Whose audiences are the same people, and how many people there are without counting any twice. */
export function AudienceSection({ view, route }: Props) {
  const overlap = useView(route.campaign, 'overlap');
  return typeof overlap === 'string' ? <MissingView why={overlap} /> : <Audiences figures={overlap.figures} view={view} route={route} />;
}

function Audiences({ figures, view, route }: Props & { readonly figures: ViewFigures['overlap'] }) {
  const creators = useMemo(() => figures.creatorRows.map(memberOfCreator), [figures.creatorRows]);
  const platforms = useMemo(() => figures.platformRows.filter(isMet).map(memberOfPlatform), [figures.platformRows]);
  const names = useMemo(() => new Map(creators.map(({ id, label }) => [id, label])), [creators]);
  const nameOf = useCallback((creator: string) => names.get(creator) ?? displayName(creator), [names]);
  const creatorName = useCallback(
    (member: Member) => <Name name={member.label} id={member.id} href={formatRoute({ ...route, section: 'content', creator: member.id })} />,
    [route],
  );
  return (
    <div className="stack">
      <ReachCards creators={figures.creators} platforms={figures.platforms} reported={figures.reported} view={view} />
      {figures.joined.persons > 0 && (
        <p className="note others" data-testid="joined">
          {count(figures.joined.visitors)} visitor ids are {count(figures.joined.persons)} people, whom a sign-in, an address or a checkout joins: each counts once.
        </p>
      )}
      <MatrixCard
        id="creator-overlap"
        title="Creators"
        one="Creator"
        definition={creatorDefinition}
        empty="No creators yet: they appear with their first event."
        members={creators}
        pairs={figures.creatorPairs}
        nameOf={creatorName}
        view={view}
        route={route}
      />
      <MatrixCard
        id="platform-overlap"
        title="Platforms"
        one="Platform"
        definition={platformDefinition}
        empty="No platforms yet: they appear with the first event of content whose platform is known."
        members={platforms}
        pairs={figures.platformPairs}
        nameOf={platformCell}
        view={view}
        route={route}
      />
      {figures.reported !== null && <ReportedCard rows={figures.platformRows} all={figures.reported} route={route} />}
      <PairsCard rows={figures.creatorPairs} group={figures.creators} nameOf={nameOf} view={view} route={route} />
    </div>
  );
}

const isMet = (platform: AudiencePlatform): boolean => platform.raw.reach > 0;
const platformCell = (member: Member) => <bdi>{member.label}</bdi>;

const memberOfCreator = ({ creator, name, totals, raw }: AudienceCreator): Member =>
  ({ id: creator, label: displayName(name, displayName(creator)), totals, raw });

const memberOfPlatform = ({ platform, totals, raw }: AudiencePlatform): Member =>
  ({ id: platform, label: platformName(platform), totals, raw });
