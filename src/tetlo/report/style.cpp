// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/style.h"

#include "tetlo/report/palette.h"

namespace tetlo {
namespace {

constexpr const char* kRules = R"css(
:root{color-scheme:light dark;--page:#fff;--card:#f6f7f9;--ink:#1d2127;--soft:#59616d;--line:#d9dde3}
@media screen and (prefers-color-scheme:dark){
:root{--page:#14171c;--card:#1b1f26;--ink:#e6e9ee;--soft:#a0a8b5;--line:#343b47}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1240px;padding:16px;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:.4rem 0;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2.2rem 0 .2rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.4rem 0 .4rem}
p{margin:.2rem 0 .8rem;max-width:46rem;color:var(--soft)}
header p{margin:0;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px;margin:1rem 0}
dl div{background:var(--card);border-radius:8px;padding:8px 12px}
dt{font-size:.8rem;color:var(--soft)}
dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(320px,100%),1fr));gap:18px}
.edges{display:grid;grid-template-columns:repeat(auto-fill,minmax(156px,1fr));gap:14px 12px}
.cells{display:flex;flex-wrap:wrap;gap:14px}
.cells figure{flex:0 1 auto;max-width:100%}
figure{margin:0;break-inside:avoid;min-width:0}
figcaption{font-weight:600;margin-bottom:2px}
figcaption small{font-weight:400;color:var(--soft);margin-left:.5em}
sub{line-height:0;font-size:.75em}
.edge figcaption{font-size:.85rem;line-height:1.3}
.edge small{display:block;margin:2px 0 0;font-size:.75rem;overflow-wrap:anywhere}
.strip{display:flex;gap:14px;overflow-x:auto;padding-bottom:10px}
.strip figure{flex:0 0 auto;max-width:calc(100vw - 56px)}
.strip small{display:block;margin:0}
.strip figcaption{font-size:.85rem}
.cells figure,.strip figure{background:var(--card);border-radius:8px;padding:10px 12px}
.charts svg,.edges svg{display:block;width:100%;height:auto}
.cell{display:block;max-width:100%;height:auto;margin:0 auto}
svg text{fill:var(--soft);font-size:11px}
.edge svg text{font-size:10px}
svg path{fill:none;stroke:var(--c,var(--line));stroke-dasharray:var(--d,none);stroke-width:2;
stroke-linejoin:round}
.edge svg path{stroke-width:1.6}
svg .grid,.edge svg .grid{stroke-width:1}
svg .phase,.edge svg .phase{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 4;opacity:.7}
svg .train{stroke-dasharray:5 4;stroke-width:1.5}
svg .band{fill:var(--c);stroke:none;opacity:.2}
svg .dots{stroke-width:6;stroke-linecap:round;stroke-dasharray:none;opacity:.65}
svg .dot{stroke-width:6;stroke-linecap:round}
.end{text-anchor:end}.mid{text-anchor:middle}
.cell text{text-anchor:middle;fill:var(--ink)}
.cell .sub{font-size:8px}
.cell .op{font-size:10px;stroke:var(--card);stroke-width:3;paint-order:stroke;stroke-linejoin:round}
.cell rect{stroke-width:1.2;fill:var(--page);stroke:var(--soft)}
.cell rect.in,.cell rect.out{fill:var(--line)}
.cell g path{stroke-width:1.6}
.cell g path+path{fill:var(--c,var(--soft));stroke:none}
.cell .plain path{stroke-width:1;stroke:var(--soft)}
.cell .plain path+path{fill:var(--soft);stroke:none}
.legend{list-style:none;padding:0;margin:.4rem 0 1rem;display:flex;flex-wrap:wrap;gap:4px 18px;
font-size:.9rem}
.legend svg{width:26px;height:8px;margin-right:7px;vertical-align:middle}
.wide{overflow:auto;max-height:27rem;margin:.6rem 0}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:left;white-space:nowrap;padding:5px 14px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft);position:sticky;top:0;background:var(--page)}
.n{text-align:right}
.long{white-space:normal;min-width:15rem}
pre,code{font:.8rem/1.45 ui-monospace,Menlo,Consolas,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border-radius:8px;
padding:10px 12px;margin:.4rem 0}
summary{cursor:pointer;color:var(--soft)}
footer{margin-top:2.5rem;color:var(--soft);font-size:.85rem}
@media print{table{font-size:7.5pt}td,th{white-space:normal;padding:3px 8px 3px 0}body{max-width:none;padding:0;font-size:11pt}h2{break-after:avoid}
.wide{overflow:visible;max-height:none}details{display:none}.strip{flex-wrap:wrap;overflow:visible}
.strip figure{max-width:31%}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

}  // namespace

std::string style_sheet() { return palette_css() + kRules; }

}  // namespace tetlo
