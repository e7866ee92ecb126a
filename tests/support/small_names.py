"""Two indicators and three regions, by the names that tables give them."""

import pandas as pd


def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Indicators and regions, columns as `Names` needs them."""
    indicators = pd.DataFrame(
        {
            "indicator_id": ["firms", "research"],
            "name_zh": ["企业数", "研发投入"],
            "name_en": ["Firms", "Research spending"],
        }
    )
    regions = pd.DataFrame(
        {
            "region": ["140000", "140100", "140200"],
            "name_zh": ["山西省", "太原市", "大同市"],
            "name_zh_short": ["山西", "太原", "大同"],
            "name_en": ["Shanxi", "Taiyuan", "Datong"],
            "parent": ["", "140000", "140000"],
        }
    )
    return indicators, regions
