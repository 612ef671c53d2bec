locals {
  github_issuer    = "token.actions.githubusercontent.com"
  bitbucket_issuer = var.bitbucket == null ? null : "api.bitbucket.org/2.0/workspaces/${var.bitbucket.workspace}/pipelines-config/identity/oidc"
  github_arn       = var.github == null ? null : try(coalesce(var.github.provider_arn, one(aws_iam_openid_connect_provider.github[*].arn)), null)
  bitbucket_arn    = var.bitbucket == null ? null : try(coalesce(var.bitbucket.provider_arn, one(aws_iam_openid_connect_provider.bitbucket[*].arn)), null)

  # https://docs.github.com/actions/reference/security/oidc
  repositories = var.github == null ? [] : concat(
    contains(["ids", "both"], var.github.subjects) ? ["${var.github.owner}@${coalesce(var.github.owner_id, 0)}/${var.github.repository}@${coalesce(var.github.repository_id, 0)}"] : [],
    contains(["names", "both"], var.github.subjects) ? ["${var.github.owner}/${var.github.repository}"] : [],
  )

  github = { for name, environment in var.environments : name => var.github == null ? [] : [{
    Sid       = "GitHub"
    Effect    = "Allow"
    Principal = { Federated = local.github_arn }
    Action    = "sts:AssumeRoleWithWebIdentity"
    Condition = {
      StringEquals = {
        "${local.github_issuer}:aud" = "sts.amazonaws.com"
        "${local.github_issuer}:sub" = [for repository in local.repositories : "repo:${repository}:environment:${coalesce(environment.github, name)}"]
      }
    }
  }] }

  # The step's UUID comes last and is another one in each run.
  # https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/
  bitbucket = { for name, environment in var.environments : name => var.bitbucket == null || environment.bitbucket == null ? [] : [{
    Sid       = "Bitbucket"
    Effect    = "Allow"
    Principal = { Federated = local.bitbucket_arn }
    Action    = "sts:AssumeRoleWithWebIdentity"
    Condition = {
      StringEquals = { "${local.bitbucket_issuer}:aud" = "ari:cloud:bitbucket::workspace/${var.bitbucket.workspace_uuid}" }
      StringLike   = { "${local.bitbucket_issuer}:sub" = "{${var.bitbucket.repository_uuid}}:{${environment.bitbucket}}:*" }
    }
  }] }
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = try(var.github.provider_arn, "") == null ? 1 : 0
  url            = "https://${local.github_issuer}"
  client_id_list = ["sts.amazonaws.com"]
  tags           = var.tags
}

resource "aws_iam_openid_connect_provider" "bitbucket" {
  count          = try(var.bitbucket.provider_arn, "") == null ? 1 : 0
  url            = "https://${local.bitbucket_issuer}"
  client_id_list = ["ari:cloud:bitbucket::workspace/${var.bitbucket.workspace_uuid}"]
  tags           = var.tags
}
