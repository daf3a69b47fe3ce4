/** Boxes where the figures will stand, so that nothing jumps when they come. */
export function CampaignSkeleton() {
  return (
    <div className="stack" aria-busy="true" aria-label="Loading">
      <div className="kpis">
        {Array.from({ length: 6 }, (_, index) => <Bar key={index} height={124} />)}
      </div>
      <Bar height={78} />
      <div className="columns">
        <Bar height={415} />
        <Bar height={415} />
      </div>
    </div>
  );
}

export function TableSkeleton() {
  return (
    <div className="card" aria-busy="true" aria-label="Loading">
      <div className="stack">
        {Array.from({ length: 8 }, (_, index) => <div key={index} className="skeleton" style={{ height: 22 }} />)}
      </div>
    </div>
  );
}

function Bar({ height }: { height: number }) {
  return (
    <div className="card skeleton-card" style={{ height }}>
      <div className="skeleton" style={{ height: 14, width: '40%' }} />
    </div>
  );
}
