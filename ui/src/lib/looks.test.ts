import { describe, expect, it } from "vitest";
import { networkAdvice } from "./looks";

describe("advice on our own network", () => {
  it("is about what is in the way, where that can be named", () => {
    expect(networkAdvice({ vantage: "impaired", culprit: "clock" })).toBe("ui-do-clock");
    expect(networkAdvice({ vantage: "impaired", culprit: "proxy" })).toBe("ui-do-proxy");
    expect(networkAdvice({ vantage: "impaired", culprit: "resolver" })).toBe("ui-do-resolver");
    expect(networkAdvice({ vantage: "impaired", culprit: "slow" })).toBe("ui-do-impaired");
    expect(networkAdvice({ vantage: "captive", culprit: "interception" })).toBe("ui-do-interception");
  });

  it("is about the state of the network where nothing can be named", () => {
    expect(networkAdvice({ vantage: "offline", culprit: null })).toBe("ui-do-offline");
    expect(networkAdvice({ vantage: "captive", culprit: null })).toBe("ui-do-captive");
    expect(networkAdvice({ vantage: "impaired", culprit: null })).toBe("ui-do-impaired");
  });

  it("is kept back while we can see, however slowly, and while we cannot know yet", () => {
    expect(networkAdvice({ vantage: "online", culprit: "slow" })).toBeNull();
    expect(networkAdvice({ vantage: "waking", culprit: null })).toBeNull();
  });
});
