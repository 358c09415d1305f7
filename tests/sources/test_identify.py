"""What people paste, to the paper that they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.problems import SurveyError
from site_builder.sources.identify import identify

SICI = "(SICI)1521-3951(199911)216:1<135::AID-PSSB135>3.0.CO;"
HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2203.12119", "arXiv:2203.12119"),
        ("arXiv:2203.12119v2", "arXiv:2203.12119"),
        (" <2203.12119> ", "arXiv:2203.12119"),
        ("hep-th/9901001", "arXiv:hep-th/9901001"),
        ("https://arxiv.org/abs/2203.12119v1", "arXiv:2203.12119"),
        ("https://www.arxiv.org/pdf/2203.12119", "arXiv:2203.12119"),
        ("http://arxiv.org/pdf/hep-th/9901001.pdf", "arXiv:hep-th/9901001"),
        ("arxiv.org/abs/2203.12119", "arXiv:2203.12119"),
        ("https://arxiv.org/html/2203.12119v2#S1", "arXiv:2203.12119"),
        ("https://ar5iv.labs.arxiv.org/html/2203.12119", "arXiv:2203.12119"),
        ("10.48550/arXiv.2203.12119", "arXiv:2203.12119"),
        ("https://doi.org/10.48550/arXiv.2203.12119", "arXiv:2203.12119"),
        ("10.1109/CVPR.2019.00938", "doi:10.1109/CVPR.2019.00938"),
        ("doi:10.1109/CVPR.2019.00938", "doi:10.1109/CVPR.2019.00938"),
        ("https://doi.org/10.1007%2F978-3-031-19827-4_41", "doi:10.1007/978-3-031-19827-4_41"),
        ("http://dx.doi.org/10.1145/3657632", "doi:10.1145/3657632"),
        ("https://doi.org/10.1007/978-3-031-19827-4_41#citeas", "doi:10.1007/978-3-031-19827-4_41"),
        ("https://doi.org/10.1007/978-3-031-19827-4_41?download=true", "doi:10.1007/978-3-031-19827-4_41"),
        ("doi.org/10.1007/978-3-031-19827-4_41?a=b#c", "doi:10.1007/978-3-031-19827-4_41"),
        ("https://www.doi.org/10.1145/3657632/#?", "doi:10.1145/3657632"),
        ("https://doi.org/10.48550/arXiv.2203.12119?x=y", "arXiv:2203.12119"),
        ("https://link.springer.com/chapter/10.1007/978-3-031-19827-4_41?x=y#citeas", "doi:10.1007/978-3-031-19827-4_41"),
        (f"10.1002/{SICI}2-#", f"doi:10.1002/{SICI}2-#"),
        (f"https://doi.org/10.1002/{SICI}2-#", f"doi:10.1002/{SICI}2-#"),
        (f"https://doi.org/10.1002/{SICI}2-%23#citeas", f"doi:10.1002/{SICI}2-#"),
        (f"https://onlinelibrary.wiley.com/doi/10.1002/{SICI}2-%23?x=y", f"doi:10.1002/{SICI}2-#"),
        ("10.1000/a?b#c", "doi:10.1000/a?b#c"),
        ("https://doi.org/10.1000/a%3Fb%23c", "doi:10.1000/a?b#c"),
        ("https://link.springer.com/chapter/10.1007/978-3-031-19827-4_41", "doi:10.1007/978-3-031-19827-4_41"),
        ("https://dl.acm.org/doi/10.1145/3657632", "doi:10.1145/3657632"),
        ("https://dl.acm.org/doi/pdf/10.1145/3657632?x=1", "doi:10.1145/3657632"),
        ("https://openreview.net/forum?id=Aaaaaaaaa1", "https://openreview.net/forum?id=Aaaaaaaaa1"),
        ("https://openreview.net/pdf?id=Aaaaaaaaa1", "https://openreview.net/forum?id=Aaaaaaaaa1"),
        ("https://openreview.net/forum?noteId=x_-yz9&id=Aaaaaaaaa1", "https://openreview.net/forum?id=Aaaaaaaaa1"),
        ("https://aclanthology.org/2023.findings-acl.725.pdf", "https://aclanthology.org/2023.findings-acl.725/"),
        ("https://aclanthology.org/P19-1001/", "https://aclanthology.org/P19-1001/"),
        ("https://www.aclweb.org/anthology/P19-1001", "https://aclanthology.org/P19-1001/"),
        (
            "https://openaccess.thecvf.com/content/CVPR2023/papers/Huang_Diversity-Aware_CVPR_2023_paper.pdf",
            "https://openaccess.thecvf.com/content/CVPR2023/html/Huang_Diversity-Aware_CVPR_2023_paper.html",
        ),
        (
            "http://openaccess.thecvf.com/content_CVPR_2019/html/A_B_CVPR_2019_paper.html",
            "https://openaccess.thecvf.com/content_CVPR_2019/html/A_B_CVPR_2019_paper.html",
        ),
        (
            "https://openaccess.thecvf.com/content/CVPR2023W/ECV/html/A_B_CVPRW_2023_paper.html",
            "https://openaccess.thecvf.com/content/CVPR2023W/ECV/html/A_B_CVPRW_2023_paper.html",
        ),
        ("https://proceedings.mlr.press/v162/evci22a.html", "https://proceedings.mlr.press/v162/evci22a.html"),
        ("http://proceedings.mlr.press/v162/evci22a/evci22a.pdf", "https://proceedings.mlr.press/v162/evci22a.html"),
        (
            f"https://papers.nips.cc/paper_files/paper/2023/file/{HASH}-Paper-Conference.pdf",
            f"https://proceedings.neurips.cc/paper_files/paper/2023/hash/{HASH}-Abstract-Conference.html",
        ),
        (
            f"https://proceedings.neurips.cc/paper/2020/hash/{HASH}-Abstract.html",
            f"https://proceedings.neurips.cc/paper/2020/hash/{HASH}-Abstract.html",
        ),
    ],
)  # fmt: skip
def test_what_is_meant(text: str, shown: str) -> None:
    """Ids, DOIs and addresses in all their forms lead to one way of asking."""
    assert str(identify(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Visual Prompt Tuning",
        "https://example.org/paper",
        "https://github.com/KMnP/vpt",
        "https://arxiv.org/list/cs.CV/recent",
        "https://openreview.net/group?id=ICLR.cc/2024/Conference",
        "https://proceedings.mlr.press/",
        "https://aclanthology.org/../etc/passwd",
        "https://openaccess.thecvf.com/content/../../html/x.html/",
        "file:///10.1109/CVPR.2019.00938",
        "javascript:10.1109/x",
        "http://[",
        "https://arxiv.org.evil.example/abs/2203.12119",
        "10.1109",
        "2213.12119",
    ],
)
def test_what_is_not(text: str) -> None:
    """Everything else is refused, with what could be given instead."""
    with pytest.raises(SurveyError, match="names no paper: give an arXiv id, a DOI, or an address"):
        identify(text)


@given(st.text() | st.text().map(lambda text: f"https://openaccess.thecvf.com/content/{text}"))
def test_any_text(text: str) -> None:
    """Any text is understood or refused, and no path leads out of its host."""
    try:
        found = identify(text)
    except SurveyError:
        return
    assert ".." not in found.page.split("/")
    assert found.page.isascii()
