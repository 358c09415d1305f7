"""What scholars type and paste into the search, and what has to come first: kinds of queries, in rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Server
    from playwright.sync_api import Browser, Page

VPT, LORA, SAM = "papers/jia2022visual/", "papers/hu2022lora/", "papers/kirillov2023segment/"
PROMPTS, ADAPTERS = "method-family/prompt-tuning/", "method-family/adapter-tuning/"
FEW = "task/few-shot-classification/"
KAIYANG = ("papers/zhou2022learning/", "papers/zhou2022conditional/")
KAIMING = ("papers/he2016deep/", "papers/he2022masked/", "papers/he2020momentum/")

METHODS = {
    "VPT": VPT,
    "LoRA": LORA,
    "LoRAs": LORA,
    "SSF": "papers/lian2022scaling/",
    "AdaptFormer": "papers/chen2022adaptformer/",
    "adapt former": "papers/chen2022adaptformer/",
    "CoOp": "papers/zhou2022learning/",
    "cocoop": "papers/zhou2022conditional/",
    "CLIP": "papers/radford2021learning/",
    "C3D": "papers/tran2015learning/",
    "MAE": "papers/he2022masked/",
    "SAM": SAM,
    "DINO v2": "papers/oquab2024dinov2/",
    "E²VPT": "papers/han2023e2vpt/",
    "E2VPT": "papers/han2023e2vpt/",
}
IDENTIFIERS = {
    "2203.12119": VPT,
    "arXiv:2203.12119": VPT,
    "https://arxiv.org/abs/2203.12119": VPT,
    "10.1007/978-3-031-19827-4_41": VPT,
    "https://doi.org/10.1007/978-3-031-19827-4_41": VPT,
    "hu2022lora": LORA,
}
TITLES = {
    "Visual Prompt Tuning": VPT,
    "Visual Prompt Tuning ECCV 2022": VPT,
    "Jia et al. 2022": VPT,
    "He et al. 2016": "papers/he2016deep/",
    "Hu 2022 LoRA": LORA,
    "Segment Anything": SAM,
    "Segment Anythng": SAM,
    "Distilling the Knowledge in a Neural Network": "papers/hinton2015distilling/",
    "Scaling & Shifting Your Features": "papers/lian2022scaling/",
    "implicit prompt": "papers/wang2024lion/",
    "colourful prompt tuning": "papers/yao2024cpt/",
    "generalised lora": "papers/chavan2023one/",
    "a la carte": "papers/bowman2023alacarte/",
    "mixture-of-experts": "papers/yu2024boosting/",
    "low rank": LORA,
    "visual prompting": "papers/bahng2022exploring/",
}
PLACES = {
    "prompt tuning": PROMPTS,
    "prompt learning": PROMPTS,
    "adapter": ADAPTERS,
    "adapters": ADAPTERS,
    "Adapter tuning": ADAPTERS,
    "knowledge distilation": "method-family/knowledge-distillation/",
    "fine tuning": "method-family/fine-tuning/",
    "few shot": FEW,
    "few-shot": FEW,
    "fewshot": FEW,
    "test time adaptation": "task/test-time-adaptation/",
    "domain generalisation": "task/domain-generalization/",
    "video": "task/video/",
    "action recognition": "task/action-recognition/",
    "linear probing": "method-family/head-fine-tuning/",
    "PEFT": ("papers/khoba2025peftdiff/", "papers/mai2025lessons/"),
    "vtab": "benchmarks/vtab-1k/",
    "VTAB-1k": "benchmarks/vtab-1k/",
    "sequential vs parallel adapter": (
        "method-family/sequential-adapter/",
        "method-family/parallel-adapter/",
    ),
    "survey": "survey/",
    "ECCV": "venues/eccv/",
}
PEOPLE = {
    "zhou kaiyang": KAIYANG,
    "zhou kaiyng": KAIYANG,
    "kayiang zhou": KAIYANG,
    "zhuo kayang": KAIYANG,
    "kaiyang zhu": KAIYANG,
    "Kaiming He": "authors/kaiming-he/",
    "He, Kaiming": "authors/kaiming-he/",
    "K. He": KAIMING,
    "Jegou": ("papers/touvron2022three/", "papers/oquab2024dinov2/", "papers/touvron2021training/"),
    "Dollar": (SAM, "papers/lin2014microsoft/", "papers/he2022masked/"),
    "Lukasz Kaiser": "papers/vaswani2017attention/",
    "Menglin Jia": VPT,
}
AUDITED = {**METHODS, **IDENTIFIERS, **TITLES, **PLACES, **PEOPLE}
"""The seventy queries of the audit, each with what may come first."""

ECVA = "https://www.ecva.net/papers/eccv_2022/papers_ECCV"
CVF = "Abud_IQA-Adapter_Exploring_Knowledge_Transfer_from_Image_Quality_Assessment_to_Diffusion-based_ICCV_2025_paper"
CLIPPED = "M. Jia, L. Tang, B.-C. Chen, C. Cardie, S. Belongie, B. Hariharan, and S.-N. Lim. "
PASTED = {
    "2203.12119v3": VPT,
    "arXiv:2203.12119v1 [cs.CV]": VPT,
    "arxiv.org/pdf/2203.12119v2.pdf": VPT,
    "https://arxiv.org/html/2203.12119v1#S3": VPT,
    "https://www.alphaxiv.org/abs/2203.12119": VPT,
    "https://huggingface.co/papers/2203.12119": VPT,
    "https://ar5iv.labs.arxiv.org/html/2203.12119": VPT,
    "https://api.semanticscholar.org/arXiv:2203.12119": VPT,
    "https://www.semanticscholar.org/paper/Visual-Prompt-Tuning-Jia-Tang/adbe60e4a6d5d2b5": VPT,
    "https://doi.org/10.48550/arXiv.2203.12119": VPT,
    "doi:10.1007/978-3-031-19827-4_41": VPT,
    "http://dx.doi.org/10.1007/978-3-031-19827-4_41.": VPT,
    "https://link.springer.com/chapter/10.1007/978-3-031-19827-4_41#Sec3": VPT,
    "https://link.springer.com/content/pdf/10.1007/978-3-031-19827-4_41.pdf": VPT,
    f"{ECVA}/papers/136930696.pdf": VPT,
    f"{ECVA}/html/4175_ECCV_2022_paper.php": VPT,
    "136930696.pdf": VPT,
    f"{CVF}.pdf": "papers/abud2025iqa/",
    f"https://openaccess.thecvf.com/content/ICCV2025/html/{CVF}.html": "papers/abud2025iqa/",
    "nZeVKeeFYf9": LORA,
    "https://openreview.net/pdf?id=nZeVKeeFYf9": LORA,
    "https://openreview.net/forum?id=nZeVKeeFYf9&noteId=x": LORA,
    "https://github.com/KMnP/vpt/tree/main/src": VPT,
    "jia2022visual": VPT,
    "jia2022vpt": VPT,
    "hu2021lora": LORA,
    "wang2022learning": "papers/wang2022l2p/",
    "Hu2021LoRALA": LORA,
    "He2015DeepRL": "papers/he2016deep/",
    "jia_visual_2022": VPT,
    "Jia_2022_ECCV": VPT,
    "DBLP:journals/corr/abs-2106-09685": LORA,
    "pmlr-v139-radford21a": "papers/radford2021learning/",
    "https://example.org/survey/papers/jia2022visual/": VPT,
    "DBLP:conf/eccv/JiaTCCBHL22": VPT,
    "jia-etal-2022-visual": VPT,
    "jiaVisualPromptTuning2022": VPT,
    r"\cite{jia2022visual}": VPT,
    r"\citep[see][p. 3]{jia2022visual}": VPT,
    "[@jia2022visual]": VPT,
    "@inproceedings{x, title={Visual {P}rompt {T}uning}, author={Jia, M.}, year={2022}}": VPT,
    '@article{y, title = "{LoRA}: Low-Rank Adaptation of Large Language Models", year=2021}': LORA,
    "Visual PromptTuning": VPT,  # a field of one line joins the lines that are pasted
    f"{CLIPPED}Visual prompt tuning. In ECCV, 2022.": VPT,
    "(Jia et al., 2022)": VPT,
    "Jia and Tang 2022": VPT,
    "Dosovitskiy et al. (2021)": "papers/dosovitskiy2021image/",
    "Hu et al., 2021": LORA,  # the preprint's year
    "Hu 2021 LoRA": LORA,
    "Houlsby et al": "papers/houlsby2019parameter/",
    "(Hu et al. 2022; Jia et al. 2022)": LORA,
    "ResNet-50": "papers/he2016deep/",
    "VPT shalow": VPT,
    "adaptors": ADAPTERS,
    "segmentation": "task/semantic-segmentation/",
    "what is prompt tuning": PROMPTS,
    "best method on vtab": "benchmarks/vtab-1k/",
    "VTAB benchmark": "benchmarks/vtab-1k/",
    "lora paper": LORA,
    "CVPR'23": "explore/?venue=cvpr&year=2023",
    "European Conference on Computer Vision": "venues/eccv/",
    "compare": "compare/",
    "what changed": "changes/",
    "3.2.1": "sections/3.2.1/",
    "section 3.3": "sections/3.3/",
    "§3.3.4": "sections/3.3.4/",
    "chapter prompt tuning": "survey/prompt-tuning/",
    "NeurIPS 2023": "explore/?venue=neurips&year=2023",
    "NIPS": "venues/neurips/",
    "K400": "benchmarks/kinetics-400/",
    "Zhou, K.": KAIYANG,
    "author:he year:2016": "papers/he2016deep/",
    "lora has:code": LORA,
}
"""The same kinds in other dress."""
ANSWERED = re.compile("result|Nothing")
OF_PAPERS = {
    query: wanted
    for query, wanted in {**METHODS, **IDENTIFIERS, **TITLES, **PEOPLE}.items()
    if all(uri.startswith("papers/") for uri in ([wanted] if isinstance(wanted, str) else wanted))
}
"""The queries of the audit that ask for a paper."""
SETTLED = "place => place.dataset.ready === '' && !/searching/.test(place.querySelector('[data-status]').textContent)"


@pytest.fixture(scope="module")
def dialog(browser: Browser, whole_server: Server) -> Iterator[Page]:
    """Open the search once; each query is typed into it anew."""
    page = browser.new_page()
    page.goto(whole_server.folder)
    page.keyboard.press("/")
    yield page
    page.close()


@pytest.mark.parametrize(("query", "wanted"), [*AUDITED.items(), *PASTED.items()])
def test_right_answer_is_first(
    dialog: Page, whole_server: Server, query: str, wanted: str | tuple[str, ...]
) -> None:
    """What was meant stands first, or is one of several that may."""
    box = dialog.get_by_role("combobox", name="Search")
    box.fill("")
    box.fill(query)
    expect(dialog.locator("dialog [role=status]")).to_have_text(ANSWERED)
    first = dialog.get_by_role("option").first.get_attribute("href", timeout=1000) or ""
    assert first.removeprefix(whole_server.folder) in (
        (wanted,) if isinstance(wanted, str) else wanted
    )


@pytest.fixture(scope="module")
def explorer(browser: Browser, whole_server: Server) -> Iterator[Page]:
    """Open the explorer once; each query is typed into it anew."""
    page = browser.new_page()
    page.goto(f"{whole_server.folder}explore/")
    yield page
    page.close()


@pytest.mark.parametrize(("query", "wanted"), OF_PAPERS.items())
def test_explorer_ranks_alike(
    explorer: Page, whole_server: Server, query: str, wanted: str | tuple[str, ...]
) -> None:
    """The explorer has the same paper first as the header."""
    explorer.locator("#survey-q").fill(query)
    explorer.wait_for_function(f"({SETTLED})(document.querySelector('[data-explore]'))")
    first = explorer.locator(".survey-list tbody th > a").first.get_attribute("href") or ""
    assert first.removeprefix(whole_server.folder) in (
        (wanted,) if isinstance(wanted, str) else wanted
    )
