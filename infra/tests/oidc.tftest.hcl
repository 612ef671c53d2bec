mock_provider "aws" {
  override_during = plan

  override_resource {
    target = aws_iam_openid_connect_provider.github
    values = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }

  override_resource {
    target = aws_iam_openid_connect_provider.bitbucket
    values = { arn = "arn:aws:iam::123456789012:oidc-provider/api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc" }
  }
}

variables {
  environments = { staging = {}, production = { github = "live", bitbucket = "11111111-2222-3333-4444-555555555555" } }
}

run "github_by_ids" {
  command = plan

  module {
    source = "../modules/oidc"
  }

  variables {
    github = { owner = "acme", repository = "shop", owner_id = 123456, repository_id = 456789 }
  }

  assert {
    condition     = aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com" && aws_iam_openid_connect_provider.github[0].client_id_list == toset(["sts.amazonaws.com"])
    error_message = "GitHub's provider has AWS as its audience."
  }

  assert {
    condition = [for statement in output.trust_statements.production : jsondecode(statement)] == [{
      Sid       = "GitHub", Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = ["repo:acme@123456/shop@456789:environment:live"]
      } }
    }]
    error_message = "One repository and one environment of it, by ids, are trusted exactly."
  }

  assert {
    condition     = jsondecode(output.trust_statements.staging[0]).Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:acme@123456/shop@456789:environment:staging"]
    error_message = "An environment without another name has its own."
  }
}

run "github_by_names" {
  command = plan

  module {
    source = "../modules/oidc"
  }

  variables {
    github = { owner = "acme", repository = "shop", subjects = "names" }
  }

  assert {
    condition     = jsondecode(output.trust_statements.production[0]).Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:acme/shop:environment:live"]
    error_message = "The form of before July 2026 is trusted, and no other."
  }
}

run "github_while_it_changes" {
  command = plan

  module {
    source = "../modules/oidc"
  }

  variables {
    github = { owner = "acme", repository = "shop", owner_id = 123456, repository_id = 456789, subjects = "both", provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }

  assert {
    condition     = jsondecode(output.trust_statements.production[0]).Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:acme@123456/shop@456789:environment:live", "repo:acme/shop:environment:live"]
    error_message = "Both forms are trusted."
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "The account's own provider is used: it can have one only."
  }
}

run "bitbucket" {
  command = plan

  module {
    source = "../modules/oidc"
  }

  variables {
    bitbucket = { workspace = "acme", workspace_uuid = "aaaaaaaa-2222-3333-4444-555555555555", repository_uuid = "bbbbbbbb-2222-3333-4444-555555555555" }
  }

  assert {
    condition = [for statement in output.trust_statements.production : jsondecode(statement)] == [{
      Sid       = "Bitbucket", Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc" }
      Condition = {
        StringEquals = { "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc:aud" = "ari:cloud:bitbucket::workspace/aaaaaaaa-2222-3333-4444-555555555555" }
        StringLike   = { "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc:sub" = "{bbbbbbbb-2222-3333-4444-555555555555}:{11111111-2222-3333-4444-555555555555}:*" }
      }
    }]
    error_message = "One repository and one deployment environment of it are trusted, in any step."
  }

  assert {
    condition     = output.trust_statements.staging == []
    error_message = "An environment without a UUID of Bitbucket trusts nothing of it."
  }
}

run "ids_that_are_missing_are_refused" {
  command = plan

  module {
    source = "../modules/oidc"
  }

  variables {
    github = { owner = "acme", repository = "shop" }
  }

  expect_failures = [var.github]
}

run "all_repositories_of_an_owner_are_refused" {
  command = plan

  module {
    source = "../modules/oidc"
  }

  variables {
    github = { owner = "acme", repository = "*", subjects = "names" }
  }

  expect_failures = [var.github]
}
