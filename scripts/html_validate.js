// html-validate for the browser: what scripts/vendor.sh bundles into e2e/html-validate.js.
import { HtmlValidate, StaticConfigLoader } from "html-validate/browser";

const loader = new StaticConfigLoader({ root: true, extends: ["html-validate:standard"] });
const validator = new HtmlValidate(loader);

// Sources of pages by their address → what is wrong with them.
window.htmlErrors = async (sources) => {
  const found = [];
  for (const [address, source] of Object.entries(sources)) {
    const report = await validator.validateString(source);
    for (const { messages } of report.results) {
      for (const each of messages) found.push(`${address}:${each.line} ${each.ruleId}: ${each.message}`);
    }
  }
  return found;
};
