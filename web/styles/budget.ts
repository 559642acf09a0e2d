/// For web/components/budget.ts, which adopts it: no other page loads it.
export const budgetStyle = `
.app-budget {
  position: relative;
  max-width: 30rem;
  padding-bottom: 4px;
}
.app-budget > * {
  margin: 0;
}
.app-budget [data-clear], .app-budget .app-range-ends {
  display: none;
}
.app-budget [data-range-value] {
  min-height: 44px;
  margin: 8px 0 0;
  padding-right: 110px;
  line-height: 44px;
}
.app-budget-steps {
  position: absolute;
  right: 0;
  bottom: 4px;
}
.app-budget-steps .govuk-button {
  width: 48px;
  height: 44px;
  margin: 0;
  padding: 0;
  font-size: 1.5rem;
}
.app-budget-follows {
  max-width: 30rem;
  margin-bottom: 30px;
}
.app-budget-follows > p {
  margin: 10px 0 0;
  padding-left: 12px;
  border-left: 4px solid #b1b4b6;
}
.app-budget-left {
  position: sticky;
  bottom: 0;
  z-index: 1;
  margin: 0 0 20px;
  padding: 10px 0 5px;
  border-top: 3px solid;
  border-bottom: 1px solid;
  background: #fff;
}
.app-budget-left .app-field, .app-budget-left p {
  margin: 0 0 5px;
}
.app-budget-left .app-answer {
  font-size: 1.25rem;
  font-weight: bold;
}
html:has(.app-budget-left) {
  scroll-padding-bottom: 8rem;
}
@media (max-height: 32rem) {
  .app-budget-left {
    position: static;
  }
}
@media print {
  .app-budget-left {
    position: static;
  }
  .app-budget-steps {
    display: none;
  }
}
`;
