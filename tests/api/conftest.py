"""Clients of the API that carry a real token."""

import pytest
from rest_framework.test import APIClient

from accounts.services import tokens


class JsonClient(APIClient):
    default_format = "json"


@pytest.fixture
def api_for(db):
    """`api_for(user)`: a client with a token of that user, already used once so that its use is noted."""

    def make(user) -> JsonClient:
        _, key = tokens.issue(user=user, name="uji", days=1)
        tokens.find(key)
        client = JsonClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        return client

    return make


@pytest.fixture
def queries_of(django_assert_max_num_queries):
    """How many queries one GET takes: `queries_of(client, url)`."""

    def count(client, url) -> int:
        with django_assert_max_num_queries(60) as captured:
            response = client.get(url)
        assert response.status_code == 200, response.content
        return len(captured)

    return count
