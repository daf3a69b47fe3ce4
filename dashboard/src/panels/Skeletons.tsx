/** Boxes where the figures will stand, so that nothing jumps when they come. */
export function CampaignSkeleton() {
  return (
    <div className="stack" aria-busy="true" aria-label="Loading">
      <div className="kpis">
        {Array.from({ length: 6 }, (_, index) => <Bar key={index} height={110} />)}
      </div>
      <Bar height={66} />
      <div className="columns">
        <Bar height={380} />
        <Bar height={380} />
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
